#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "format/json.h"
#include "services/firehose/firehose.h"
#include "services/firehose/ops.h"
#include "sys/testing/fake_clock.h"
#include "sys/testing/fake_random.h"
#include "sys/testing/temp_directory.h"

namespace firn::services::firehose {

inline constexpr char kRole[] = "arn:aws:iam::111122223333:role/fh";
inline constexpr char kLakeArn[] = "arn:aws:s3tables:us-east-1:111122223333:bucket/lake";
inline constexpr char kCatalogArn[] =
    "arn:aws:glue:us-east-1:111122223333:catalog/s3tablescatalog/lake";

template <class Input>
Input Of(const std::string& stream) {
  Input input;
  input.delivery_stream_name = stream;
  return input;
}

// Allows everything but the actions named, with or without the resource they are asked for on.
class SwitchGate final : public authz::Gate {
 public:
  Result<void> Authorize(const authz::Principal& principal,
                         const authz::Circumstances& circumstances,
                         const authz::Needs& needs) override;
  Result<void> AuthorizeLake(const authz::Principal& principal,
                             const authz::LakeNeed& need) override;
  std::set<std::string> denied;  // "iam:PassRole", or "iam:PassRole <ARN>"
};

class Roles final : public RoleAssumer, public DataAccess {
 public:
  Result<authz::Principal> AssumeForFirehose(const api::Call& call, const std::string& role,
                                             const std::string& stream) override;
  Result<authz::Principal> PrincipalFor(const api::Call& call, const std::string& bucket) override;
  bool untrusted = false;
};

// Firehose over the real services of a lake, in one account, with failures on demand.
class FirehoseTest : public testing::Test {
 protected:
  FirehoseTest();
  ~FirehoseTest() override;
  void SetUp() override;

  // What a crash leaves: everything durable, nothing in memory.
  void Restart();

  api::Call Root() const;
  // A table of two columns, id (long, required) and kind (string), partitioned by kind with a
  // transform.
  void MakeTable(const std::string& name, const std::string& transform = "");
  void DropTable(const std::string& name);
  void MakeBucket(const std::string& name);
  // Forgets the snapshots but for the newest, which another writer makes.
  void ExpireSnapshots(const std::string& table = "events");

  static api::firehose::CreateDeliveryStreamInput Input(const std::string& table = "events");
  // The same, with records that name their table by JQ.
  static api::firehose::CreateDeliveryStreamInput RoutedInput(const std::string& query);
  static api::firehose::CreateDeliveryStreamInput BucketInput();
  void Create(const api::firehose::CreateDeliveryStreamInput& input = Input());
  std::string Record(const std::string& kind = "a");
  void Put(const std::string& data);
  api::firehose::UpdateDestinationInput Update(int version) const;

  std::shared_ptr<const iceberg::TableMetadata> Metadata(const std::string& table = "events");
  // Rows that the table's current snapshot counts.
  int64_t Rows(const std::string& table = "events");
  std::vector<std::string> Keys(const std::string& bucket = "errors");
  std::string Text(const std::string& bucket, const std::string& key);
  std::vector<format::Json> ErrorLines();
  size_t LogEvents();
  std::string Status();
  api::firehose::DeliveryStreamDescription Described();
  double Metric(const std::string& name);
  void Pass(int seconds) { clock_.Advance(std::chrono::seconds(seconds)); }

  struct Lake;
  class Tables;
  sys::testing::TempDirectory directory_;
  sys::SystemDisk disk_;
  sys::testing::FakeClock clock_;
  sys::testing::FakeRandom random_;
  SwitchGate gate_;
  Roles roles_;
  std::unique_ptr<Lake> lake_;
  // Of the tables' commits.
  struct Commits {
    int count = 0;
    int conflicts = 0;  // that many lose first
    std::optional<Kind> fail_before;
    std::optional<Kind> fail_after;
  };
  Commits commits_;
  std::unique_ptr<Firehose> firehose_;
  std::unique_ptr<FirehoseService> service_;
  int last_id_ = 0;
};

}  // namespace firn::services::firehose
