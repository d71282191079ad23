#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/firehose.h"
#include "api/services.h"
#include "authz/gate.h"
#include "iceberg/metadata.h"
#include "iceberg/update.h"
#include "services/firehose/record.h"
#include "services/firehose/stream_log.h"
#include "state/table.h"
#include "sys/clock.h"
#include "sys/disk.h"
#include "sys/random.h"
#include "sys/thread.h"

namespace firn::columnar {
class Engine;
}

namespace firn::services::firehose {

// A table in S3 Tables.
struct TablePlace {
  std::string table_bucket_arn;
  std::string namespace_name;
  std::string table;
};

// Reads and moves a table's metadata. Whether the delivery role may is decided before by its
// caller; implementations check that no more. Threads: any.
class TableCommitter {
 public:
  virtual ~TableCommitter() = default;
  // The table's current metadata. kNotFound when the table, or its schema, is not there.
  virtual Result<std::shared_ptr<const iceberg::TableMetadata>> Load(const api::Call& call,
                                                                     const TablePlace& place) = 0;
  // Applies the change to the newest metadata and publishes it; `alongside` writes in the same
  // transaction. kConflict: nothing happened, a requirement does not hold any more or somebody was
  // faster. kUnknownOutcome: it may have happened.
  virtual Result<void> Commit(const api::Call& call, const TablePlace& place,
                              const iceberg::TableChange& change,
                              const std::function<void(state::Transaction&)>& alongside) = 0;
};

// Becomes a customer's role as firehose.amazonaws.com does: with the account as external id and
// aws:SourceAccount, and the stream's ARN as aws:SourceArn. kDenied when the role is missing or
// does not trust Firehose. Threads: any.
class RoleAssumer {
 public:
  virtual ~RoleAssumer() = default;
  virtual Result<authz::Principal> AssumeForFirehose(const api::Call& call,
                                                     const std::string& role_arn,
                                                     const std::string& stream_arn) = 0;
};

// Whom Lake Formation lets touch the data of a registered table bucket: the role it was registered
// with. The delivery role's own right to ask is checked by the caller. Any failure is reported as
// "Unable to retrieve credentials from Lake Formation". Threads: any.
class DataAccess {
 public:
  virtual ~DataAccess() = default;
  virtual Result<authz::Principal> PrincipalFor(const api::Call& call,
                                                const std::string& table_bucket_arn) = 0;
};

// What Firehose works with. Everything outlives it. The APIs are those that authorize their
// callers; `cloudwatch` accepts the namespace AWS/Firehose from the principal of
// firehose.amazonaws.com.
struct Dependencies {
  state::Store& store;
  sys::Disk& disk;
  const sys::Clock& clock;
  sys::Random& random;
  std::string
      data_directory;  // logs lie in "<data_directory>/streams", files being written in ".../spool"
  api::Glue& glue;
  api::S3& s3;
  api::Logs& logs;
  api::CloudWatch& cloudwatch;
  authz::Gate& gate;
  RoleAssumer& roles;
  DataAccess& data_access;
  TableCommitter& tables;
  std::function<Result<columnar::Engine*>()> engine;
};

class Delivery;
class IngestMetrics;

// A stream that is in use: its log, opened once, and who it belongs to.
struct LiveStream {
  AccountId account;
  Region region;
  std::string name;
  std::string id;
  std::string arn;
  std::string key;  // of its record
  std::unique_ptr<StreamLog> log;
};

// Delivery streams that put records into Iceberg tables.
//
// Crash story: an acknowledged record is durable in its stream's log before the answer is sent.
// Every commit to a table carries the stream and the range of sequence numbers it holds, so that a
// restarted delivery finds what it has done. Threads: any; Run is called by one thread, which the
// server makes.
class Firehose {
 public:
  explicit Firehose(Dependencies dependencies);
  ~Firehose();
  Firehose(const Firehose&) = delete;
  Firehose& operator=(const Firehose&) = delete;

  // Delivers until `stop`; Wake makes it look at `stop` at once. What is buffered then stays in the
  // logs: call Flush first for a graceful end.
  void Run(const std::atomic<bool>& stop);
  void Wake();
  // Delivers everything that is acknowledged now, whatever the buffering hints say. The first
  // failure is returned after every stream was tried; what could not be delivered stays in the
  // logs.
  Result<void> Flush();
  // One round of the loop: delivers what is due and answers how long nothing will be. For tests.
  Duration RunOnce();

  // ResourceNotFoundException in Firehose's words when missing.
  Result<StreamRecord> Find(const state::Reader& reader, const api::Call& call,
                            std::string_view name) const;
  // The stream's log, opened (and recovered) at its first use.
  Result<std::shared_ptr<LiveStream>> Open(const AccountId& account, const Region& region,
                                           const StreamRecord& record);
  // Forgets the stream and removes its log.
  Result<void> Drop(const LiveStream& stream);
  // Counts one put in the metrics. `records` is 0 for PutRecord, which has no count of its own.
  void CountPut(const LiveStream& stream, std::string_view operation, size_t records, size_t bytes,
                Duration took);

  // Wakes the delivery when what waits in the stream makes it due.
  void Arrived(const LiveStream& stream, const StreamRecord& record);

  // A call of this service's own, for a stream's account and region.
  api::Call OwnCall(const AccountId& account, const Region& region) const;

  const Dependencies with;

 private:
  friend class Delivery;
  sys::Mutex mutex_;  // guards streams_; taken under opening_mutex_, never the other way round
  std::map<std::string, std::shared_ptr<LiveStream>> streams_;
  sys::Mutex opening_mutex_;  // guards opening_: streams whose log is being recovered
  sys::Signal opened_;
  std::set<std::string> opening_;
  std::unique_ptr<IngestMetrics> metrics_;
  std::unique_ptr<Delivery> delivery_;
};

// Keys: records of the streams, how far each was delivered, and what of it is in each table.
std::string StreamPrefix();
std::string StreamPrefix(const AccountId& account, const Region& region);
std::string StreamKey(const AccountId& account, const Region& region, std::string_view name);
std::string ProgressKey(const AccountId& account, const Region& region, std::string_view name);
std::string CommittedPrefix(const LiveStream& stream);
std::string CommittedKey(const LiveStream& stream, std::string_view table);

Arn StreamArn(const AccountId& account, const Region& region, std::string_view name);
// What an operation on a stream needs.
authz::Needs StreamNeeds(const api::Call& call, std::string_view action, std::string_view name);

}  // namespace firn::services::firehose
