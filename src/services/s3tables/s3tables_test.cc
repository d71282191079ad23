#include "services/s3tables/s3tables.h"

#include <gtest/gtest.h>

#include "authz/fact_gate.h"
#include "services/s3tables/limits.h"
#include "services/s3tables/maintenance.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/policy.h"
#include "services/s3tables/settings.h"
#include "services/s3tables/storage.h"
#include "services/s3tables/tags.h"
#include "sys/testing/fake_random.h"
#include "sys/testing/temp_directory.h"

namespace firn::services::s3tables {
namespace {

namespace api_tables = api::s3tables;

const AccountId kOwner = *AccountId::Parse("111122223333");
const AccountId kOther = *AccountId::Parse("444455556666");
const Region kRegion = *Region::Parse("us-east-1");
constexpr char kBucket[] = "arn:aws:s3tables:us-east-1:111122223333:bucket/lake";
constexpr char kOtherUser[] = "arn:aws:iam::444455556666:user/anna";

// A policy of one statement.
std::string PolicyText(std::string_view effect, std::string_view principal, std::string_view action,
                       std::string_view resource) {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":")" + std::string(effect) +
         R"(","Principal":)" + std::string(principal) + R"(,"Action":")" + std::string(action) +
         R"(","Resource":")" + std::string(resource) + R"("}]})";
}

TEST(Names, FollowTheUserGuide) {
  for (const char* good : {"abc", "a-b", "0lake0", "lake--x"})
    EXPECT_TRUE(CheckBucketName(good)) << good;
  for (const char* bad :
       {"ab", "Abc", "a_b", "-ab", "ab-", "aws-x", "x--table-s3", "a.b", "xn--a"}) {
    EXPECT_FALSE(CheckBucketName(bad)) << bad;
  }
  EXPECT_TRUE(CheckBucketName(std::string(63, 'a')));
  EXPECT_FALSE(CheckBucketName(std::string(64, 'a')));
  EXPECT_TRUE(CheckNamespaceName("default"));
  EXPECT_FALSE(CheckNamespaceName("awsome"));
  EXPECT_TRUE(CheckTableName("awsome"));
  EXPECT_TRUE(CheckTableName(std::string(255, 'a')));
  EXPECT_FALSE(CheckTableName(std::string(256, 'a')));
  EXPECT_FALSE(CheckTableName(""));
}

TEST(Names, OneBucketHasOneArn) {
  api::Call call;
  call.region = kRegion;
  EXPECT_TRUE(PlaceOf(call, kBucket));
  for (const char* bad :
       {"", "lake", "arn:aws:s3:::lake", "arn:aws-cn:s3tables:us-east-1:111122223333:bucket/lake",
        "arn:aws:s3tables:us-east-1:111122223333:bucket/lake/table/x",
        "arn:aws:s3tables:us-east-1:1111:bucket/lake"}) {
    EXPECT_FALSE(PlaceOf(call, bad)) << bad;
  }
}

TEST(Tokens, BelongToTheirList) {
  EXPECT_EQ(*KeyOf(std::nullopt, "list"), "");
  EXPECT_EQ(*KeyOf(TokenOf("list/b"), "list"), "list/b");
  EXPECT_FALSE(KeyOf(TokenOf("other/b"), "list"));
  EXPECT_FALSE(KeyOf("!", "list"));
}

TEST(Policies, StayOnTheirResource) {
  constexpr char kMine[] = R"({"AWS":"111122223333"})";
  const std::string table = std::string(kBucket) + "/table/x";
  for (const auto& good :
       {PolicyText("Allow", kMine, "s3tables:*", kBucket),
        PolicyText("Allow", kMine, "S3Tables:GetTable", std::string(kBucket) + "/table/*"),
        PolicyText("Allow", kMine, "*", "*"), PolicyText("Deny", R"("*")", "s3tables:*", "*"),
        PolicyText("Allow", kMine, "s3tables:GetTable", std::string(kBucket) + "*")}) {
    EXPECT_TRUE(CheckResourcePolicy(good, kBucket)) << good;
  }
  for (const auto& bad : {PolicyText("Allow", kMine, "s3:GetObject", kBucket),
                          PolicyText("Allow", kMine, "s3tables:", kBucket),
                          PolicyText("Allow", kMine, "s3tables:*", std::string(kBucket) + "2"),
                          PolicyText("Allow", kMine, "s3tables:*", "arn:aws:s3tables:*:*:bucket/*"),
                          std::string("{}")}) {
    const auto refused = CheckResourcePolicy(bad, kBucket);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().code, "BadRequestException");
  }
  EXPECT_FALSE(CheckResourcePolicy(PolicyText("Allow", kMine, "s3tables:*", kBucket), table));
  const auto open =
      CheckResourcePolicy(PolicyText("Allow", R"("*")", "s3tables:*", kBucket), kBucket);
  ASSERT_FALSE(open);
  EXPECT_EQ(open.error().code, "ForbiddenException");
}

TEST(Maintenance, HasTheDocumentedDefaults) {
  const auto bucket = MaintenanceOf(BucketSettings{});
  const auto& removal = bucket.at("icebergUnreferencedFileRemoval");
  EXPECT_EQ(removal.status, "enabled");
  EXPECT_EQ(removal.settings->iceberg_unreferenced_file_removal->unreferenced_days, 3);
  EXPECT_EQ(removal.settings->iceberg_unreferenced_file_removal->non_current_days, 10);
  const auto table = MaintenanceOf(TableSettings{});
  EXPECT_EQ(table.at("icebergCompaction").settings->iceberg_compaction->target_file_size_mb, 512);
  EXPECT_EQ(table.at("icebergCompaction").settings->iceberg_compaction->strategy, "auto");
  const auto& snapshots =
      table.at("icebergSnapshotManagement").settings->iceberg_snapshot_management;
  EXPECT_EQ(snapshots->min_snapshots_to_keep, 1);
  EXPECT_EQ(snapshots->max_snapshot_age_hours, 120);
}

TEST(Maintenance, RefusesWhatDoesNotBelong) {
  TableSettings settings;
  api_tables::TableMaintenanceConfigurationValue value;
  EXPECT_FALSE(Configure(settings, "icebergCompaction", value));
  value.status = "enabled";
  EXPECT_TRUE(Configure(settings, "icebergCompaction", value));
  auto& compaction = value.settings.emplace().iceberg_compaction.emplace();
  EXPECT_FALSE(Configure(settings, "icebergSnapshotManagement", value));
  for (const int32_t good : {kTargetFileMegabytesMin, kTargetFileMegabytesMax}) {
    compaction.target_file_size_mb = good;
    EXPECT_TRUE(Configure(settings, "icebergCompaction", value));
  }
  for (const int32_t bad : {kTargetFileMegabytesMin - 1, kTargetFileMegabytesMax + 1}) {
    compaction.target_file_size_mb = bad;
    EXPECT_FALSE(Configure(settings, "icebergCompaction", value));
  }
  EXPECT_EQ(settings.compaction->settings->iceberg_compaction->target_file_size_mb,
            kTargetFileMegabytesMax);
  EXPECT_FALSE(WantsSortOrder(value));
  compaction.strategy = "z-order";
  EXPECT_TRUE(WantsSortOrder(value));
}

TEST(Storage, KeysBelongToKms) {
  api_tables::EncryptionConfiguration encryption;
  encryption.sse_algorithm = "AES256";
  EXPECT_TRUE(CheckEncryption(encryption, kRegion));
  encryption.kms_key_arn = "arn:aws:kms:us-east-1:111122223333:key/k";
  EXPECT_FALSE(CheckEncryption(encryption, kRegion));
  encryption.sse_algorithm = "aws:kms";
  EXPECT_TRUE(CheckEncryption(encryption, kRegion));
  EXPECT_FALSE(CheckEncryption(encryption, *Region::Parse("eu-west-1")));
  encryption.kms_key_arn.reset();
  EXPECT_FALSE(CheckEncryption(encryption, kRegion));
}

TEST(TagRules, RefuseReservedAndOddOnes) {
  EXPECT_TRUE(CheckTags({{"team a", "x/y@z"}}));
  EXPECT_FALSE(CheckTags({{"aws:x", ""}}));
  EXPECT_FALSE(CheckTags({{"AWS:x", ""}}));
  EXPECT_FALSE(CheckTags({{"a", "<b>"}}));
  Tags many;
  for (size_t i = 0; i <= kTagsMax; ++i) many["k" + std::to_string(i)] = "v";
  EXPECT_FALSE(CheckTags(many));
}

// The service over a store, asked through the gate of the embedded lake.
class S3TablesTest : public testing::Test {
 protected:
  class NoIdentity final : public authz::IdentityFacts {
   public:
    authz::IdentityRecord record;
    Result<authz::IdentityRecord> RecordOf(const authz::Principal&) const override {
      return record;
    }
  };

  void SetUp() override {
    store_ = *state::Store::Open(disk_, {directory_ / "state.db", {}});
    objects_ = *objects::ObjectStore::Open(disk_, *store_, random_, directory_ / "data");
    s3tables_ = std::make_unique<S3Tables>(*store_, *objects_, random_);
    gate_ = std::make_unique<authz::FactGate>(authz::FactSources{
        .identity = &identity_, .resources = {s3tables_.get()}, .lake = nullptr});
    service_ = std::make_unique<S3TablesService>(*s3tables_, *gate_);
    api_tables::CreateTableBucketInput bucket;
    bucket.name = "lake";
    ASSERT_TRUE(service_->CreateTableBucket(Root(), bucket));
    api_tables::CreateNamespaceInput space;
    space.table_bucket_arn = kBucket;
    space.namespace_ = {"ns"};
    ASSERT_TRUE(service_->CreateNamespace(Root(), space));
    api_tables::CreateTableInput table;
    table.table_bucket_arn = kBucket;
    table.namespace_ = "ns";
    table.name = "t";
    table.format = "ICEBERG";
    auto made = service_->CreateTable(Root(), table);
    ASSERT_TRUE(made);
    table_arn_ = made->table_arn;
  }

  static api::Call Root() {
    api::Call call;
    call.principal = authz::RootOf(kOwner);
    call.account = kOwner;
    call.region = kRegion;
    return call;
  }

  static api::Call Stranger() {
    api::Call call = Root();
    call.principal = authz::RootOf(kOther);
    call.principal.kind = authz::Principal::Kind::kUser;
    call.principal.arn = kOtherUser;
    call.principal.id = "AIDAAAAAAAAAAAAAAAAA";
    call.account = kOther;
    return call;
  }

  void Put(const std::string& policy) {
    api_tables::PutTableBucketPolicyInput input{kBucket, policy};
    ASSERT_TRUE(service_->PutTableBucketPolicy(Root(), input));
  }

  sys::SystemDisk disk_;
  sys::testing::FakeRandom random_;
  sys::testing::TempDirectory directory_;
  std::unique_ptr<state::Store> store_;
  std::unique_ptr<objects::ObjectStore> objects_;
  std::unique_ptr<S3Tables> s3tables_;
  NoIdentity identity_;
  std::unique_ptr<authz::FactGate> gate_;
  std::unique_ptr<S3TablesService> service_;
  std::string table_arn_;
};

TEST_F(S3TablesTest, AnotherAccountNeedsBothItsOwnPolicyAndTheBuckets) {
  const api_tables::GetTableInput by_names{kBucket, "ns", "t", std::nullopt};
  const api_tables::GetTableInput by_arn{std::nullopt, std::nullopt, std::nullopt, table_arn_};
  EXPECT_FALSE(service_->GetTable(Stranger(), by_names));
  Put(PolicyText("Allow", std::string(R"({"AWS":")") + kOtherUser + "\"}", "s3tables:*",
                 std::string(kBucket) + "*"));
  EXPECT_FALSE(service_->GetTable(Stranger(), by_names));
  identity_.record.policies.push_back(
      {"p", R"({"Statement":{"Effect":"Allow","Resource":"*","Action":"s3tables:*"}})"});
  EXPECT_TRUE(service_->GetTable(Stranger(), by_names));
  EXPECT_TRUE(service_->GetTable(Stranger(), by_arn));
}

TEST_F(S3TablesTest, PoliciesAndEncryptionStayWithTheOwner) {
  Put(PolicyText("Allow", std::string(R"({"AWS":")") + kOtherUser + "\"}", "s3tables:*",
                 std::string(kBucket) + "*"));
  identity_.record.policies.push_back(
      {"p", R"({"Statement":{"Effect":"Allow","Resource":"*","Action":"s3tables:*"}})"});
  const api_tables::GetTableBucketPolicyInput policy{kBucket};
  const api_tables::GetTableEncryptionInput encryption{kBucket, "ns", "t"};
  EXPECT_TRUE(service_->GetTableBucketPolicy(Root(), policy));
  EXPECT_FALSE(service_->GetTableBucketPolicy(Stranger(), policy));
  EXPECT_TRUE(service_->GetTableEncryption(Root(), encryption));
  EXPECT_FALSE(service_->GetTableEncryption(Stranger(), encryption));
}

TEST_F(S3TablesTest, FactsCarryNamesAndTags) {
  api_tables::TagResourceInput tag{kBucket, {{"team", "blue"}}};
  ASSERT_TRUE(service_->TagResource(Root(), tag));
  tag = {table_arn_, {{"kind", "events"}}};
  ASSERT_TRUE(service_->TagResource(Root(), tag));
  auto facts = *s3tables_->RecordOf(table_arn_);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->owner, kOwner);
  EXPECT_EQ(facts->context.at("s3tables:namespace"), std::vector<std::string>{"ns"});
  EXPECT_EQ(facts->context.at("s3tables:tableName"), std::vector<std::string>{"t"});
  EXPECT_EQ(facts->context.at("aws:ResourceTag/kind"), std::vector<std::string>{"events"});
  EXPECT_EQ(facts->context.at("s3tables:TableBucketTag/team"), std::vector<std::string>{"blue"});
  EXPECT_FALSE(facts->context.contains("aws:ResourceTag/team"));
  facts = *s3tables_->RecordOf(kBucket);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->context.at("aws:ResourceTag/team"), std::vector<std::string>{"blue"});
  EXPECT_FALSE(*s3tables_->RecordOf("arn:aws:s3:::lake"));
  EXPECT_FALSE(*s3tables_->RecordOf("*"));
}

TEST_F(S3TablesTest, AFullBucketTakesNoMore) {
  s3tables_->buckets_max = 2;
  api_tables::CreateTableBucketInput bucket;
  bucket.name = "second";
  EXPECT_TRUE(service_->CreateTableBucket(Root(), bucket));
  bucket.name = "third";
  const auto refused = service_->CreateTableBucket(Root(), bucket);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "BadRequestException");
}

}  // namespace
}  // namespace firn::services::s3tables
