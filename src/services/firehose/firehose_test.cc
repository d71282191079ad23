#include "services/firehose/firehose.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "base/encoding.h"
#include "columnar/engine.h"
#include "format/json.h"
#include "objects/store.h"
#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"
#include "services/firehose/ops.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/s3/ops.h"
#include "services/s3/s3.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "sys/testing/fake_clock.h"
#include "sys/testing/fake_random.h"
#include "sys/testing/temp_directory.h"

namespace firn::services::firehose {
namespace {

namespace api_firehose = api::firehose;

const AccountId kAccount = *AccountId::Parse("111122223333");
const Region kRegion = *Region::Parse("us-east-1");
constexpr char kRole[] = "arn:aws:iam::111122223333:role/fh";
constexpr char kBucketArn[] = "arn:aws:s3tables:us-east-1:111122223333:bucket/lake";
constexpr char kCatalogArn[] = "arn:aws:glue:us-east-1:111122223333:catalog/s3tablescatalog/lake";

// Allows everything but the actions named.
class SwitchGate final : public authz::Gate {
 public:
  Result<void> Authorize(const authz::Principal&, const authz::Circumstances&, const authz::Needs& needs) override {
    for (const auto& need : needs) {
      if (denied.contains(need.action)) return Fail(Kind::kDenied, "not authorized to perform: " + need.action);
    }
    return {};
  }
  Result<void> AuthorizeLake(const authz::Principal&, const authz::LakeNeed& need) override {
    if (denied.contains(need.permission)) return Fail(Kind::kDenied, "Insufficient Lake Formation permission(s)");
    return {};
  }
  std::set<std::string> denied;
};

class Roles final : public RoleAssumer, public DataAccess {
 public:
  Result<authz::Principal> AssumeForFirehose(const api::Call&, const std::string& role, const std::string&) override {
    if (untrusted) return Fail(Kind::kDenied, "not trusted");
    return Session(role);
  }
  Result<authz::Principal> PrincipalFor(const api::Call&, const std::string&) override {
    ++data_access;
    return Session("arn:aws:iam::111122223333:role/S3TablesRoleForLakeFormation");
  }
  static authz::Principal Session(const std::string& role) {
    authz::Principal principal;
    principal.kind = authz::Principal::Kind::kRoleSession;
    principal.account = kAccount;
    principal.arn = role;
    principal.role_arn = role;
    return principal;
  }
  bool untrusted = false;
  int data_access = 0;
};

// Tables over the real service, with failures on demand.
class Tables final : public TableCommitter, public glue::TableSchemas {
 public:
  explicit Tables(s3tables::S3Tables& tables) : tables_(tables) {}
  Result<iceberg::Schema> CurrentSchema(const api::Call& call, const std::string& bucket, const std::string& space,
                                        const std::string& table) override {
    FIRN_TRY(const auto metadata, Load(call, {bucket, space, table}));
    return metadata->CurrentSchema();
  }
  Result<std::shared_ptr<const iceberg::TableMetadata>> Load(const api::Call& call, const TablePlace& place) override {
    FIRN_TRY(const auto where, s3tables::PlaceOf(call, place.table_bucket_arn));
    FIRN_TRY(const auto table, tables_.FindTable(tables_.store.Read(), where, place.namespace_name, place.table));
    FIRN_TRY(const auto file, tables_.LoadMetadata(table));
    return std::shared_ptr<const iceberg::TableMetadata>(file, &file->metadata);
  }
  Result<void> Commit(const api::Call& call, const TablePlace& place, const iceberg::TableChange& change) override {
    ++commits;
    if (conflicts > 0 && conflicts-- > 0) return Fail(Kind::kConflict, "somebody was faster");
    if (fail_before) return Fail(*fail_before, "the commit did not happen");
    FIRN_TRY(const auto where, s3tables::PlaceOf(call, place.table_bucket_arn));
    FIRN_TRY(const auto table, tables_.FindTable(tables_.store.Read(), where, place.namespace_name, place.table));
    FIRN_TRY(const auto file, tables_.LoadMetadata(table));
    FIRN_TRY(auto next, iceberg::Apply(&file->metadata, change, {call.now, table.metadata_location}));
    FIRN_OK(tables_.Commit(call, where, table, std::move(next)));
    if (fail_after) return Fail(*fail_after, "the answer was lost");
    return {};
  }
  int commits = 0;
  int conflicts = 0;
  std::optional<Kind> fail_before;
  std::optional<Kind> fail_after;

 private:
  s3tables::S3Tables& tables_;
};

template <class Input>
Input Of(const std::string& stream) {
  Input input;
  input.delivery_stream_name = stream;
  return input;
}

class FirehoseTest : public testing::Test {
 protected:
  void SetUp() override {
    store_ = *state::Store::Open(disk_, {directory_ / "state.db", {}});
    objects_ = *objects::ObjectStore::Open(disk_, *store_, random_, directory_ / "data");
    engine_ = std::make_unique<columnar::Engine>(columnar::EngineOptions{});
    s3tables_ = std::make_unique<s3tables::S3Tables>(*store_, *objects_, random_);
    tables_ = std::make_unique<Tables>(*s3tables_);
    tables_service_ = std::make_unique<s3tables::S3TablesService>(*s3tables_, open_);
    glue_ = std::make_unique<glue::Glue>(*store_, *tables_service_, *tables_, gate_);
    glue_service_ = std::make_unique<glue::GlueService>(*glue_, gate_);
    s3_ = std::make_unique<s3::S3>(*objects_, *store_, gate_);
    s3_service_ = std::make_unique<s3::S3Service>(*s3_, gate_);
    logs_ = std::make_unique<logs::Logs>(*store_);
    logs_service_ = std::make_unique<logs::LogsService>(*logs_, gate_);
    cloudwatch_ = std::make_unique<cloudwatch::CloudWatch>(*store_);
    cloudwatch_service_ = std::make_unique<cloudwatch::CloudWatchService>(*cloudwatch_, open_);
    Restart();
    MakeLake();
  }

  // What a crash leaves: everything durable, nothing in memory.
  void Restart() {
    service_.reset();
    firehose_.reset();
    firehose_ = std::make_unique<Firehose>(Dependencies{
        *store_, disk_, clock_, random_, directory_ / "data", *glue_service_, *s3_service_, *logs_service_,
        *cloudwatch_service_, gate_, roles_, roles_, *tables_,
        [this]() -> Result<columnar::Engine*> { return engine_.get(); }});
    service_ = std::make_unique<FirehoseService>(*firehose_, gate_);
  }

  api::Call Root() const {
    api::Call call;
    call.principal = authz::RootOf(kAccount);
    call.account = kAccount;
    call.region = kRegion;
    call.now = clock_.Now();
    return call;
  }

  void MakeLake() {
    api::s3tables::CreateTableBucketInput bucket;
    bucket.name = "lake";
    ASSERT_TRUE(tables_service_->CreateTableBucket(Root(), bucket));
    api::s3tables::CreateNamespaceInput space;
    space.table_bucket_arn = kBucketArn;
    space.namespace_ = {"ns"};
    ASSERT_TRUE(tables_service_->CreateNamespace(Root(), space));
    MakeTable("events", "");
    MakeTable("parted", "identity");
    api::glue::CreateCatalogInput catalog;
    catalog.name = "s3tablescatalog";
    auto& federated = catalog.catalog_input.federated_catalog.emplace();
    federated.identifier = "arn:aws:s3tables:us-east-1:111122223333:bucket/*";
    federated.connection_name = "aws:s3tables";
    api::glue::PrincipalPermissions all;
    all.principal.emplace().data_lake_principal_identifier = "IAM_ALLOWED_PRINCIPALS";
    all.permissions = {{"ALL"}};
    catalog.catalog_input.create_database_default_permissions = {{all}};
    catalog.catalog_input.create_table_default_permissions = {{all}};
    catalog.catalog_input.allow_full_table_external_data_access = "True";
    auto made = glue_service_->CreateCatalog(Root(), catalog);
    ASSERT_TRUE(made) << made.error().message;
    api::s3::CreateBucketInput errors;
    errors.bucket = "errors";
    ASSERT_TRUE(s3_service_->CreateBucket(Root(), errors));
    api::logs::CreateLogGroupInput group;
    group.log_group_name = "/fh";
    ASSERT_TRUE(logs_service_->CreateLogGroup(Root(), group));
    api::logs::CreateLogStreamInput log_stream;
    log_stream.log_group_name = "/fh";
    log_stream.log_stream_name = "events";
    ASSERT_TRUE(logs_service_->CreateLogStream(Root(), log_stream));
  }

  void MakeTable(const std::string& name, const std::string& transform) {
    api::s3tables::CreateTableInput input;
    input.table_bucket_arn = kBucketArn;
    input.namespace_ = "ns";
    input.name = name;
    input.format = "ICEBERG";
    auto& iceberg = input.metadata.emplace().iceberg.emplace();
    auto& schema = iceberg.schema_v2.emplace();
    schema.type = "struct";
    const auto column = [&](int id, const char* column_name, const char* type, bool required) {
      auto& field = schema.fields.emplace_back();
      field.id = id;
      field.name = column_name;
      field.type = format::Json(type);
      field.required = required;
    };
    column(1, "id", "long", true);
    column(2, "kind", "string", false);
    if (!transform.empty()) {
      auto& term = iceberg.partition_spec.emplace().fields.emplace_back();
      term.source_id = 2;
      term.transform = transform;
      term.name = "kind_part";
      term.field_id = 1000;
    }
    auto made = tables_service_->CreateTable(Root(), input);
    ASSERT_TRUE(made) << made.error().message;
  }

  static api_firehose::CreateDeliveryStreamInput Input(const std::string& table = "events") {
    api_firehose::CreateDeliveryStreamInput input;
    input.delivery_stream_name = "s";
    input.delivery_stream_type = "DirectPut";
    auto& iceberg = input.iceberg_destination_configuration.emplace();
    iceberg.role_arn = kRole;
    iceberg.catalog_configuration.catalog_arn = kCatalogArn;
    auto& destination = iceberg.destination_table_configuration_list.emplace().emplace_back();
    destination.destination_database_name = "ns";
    destination.destination_table_name = table;
    iceberg.append_only = true;
    iceberg.buffering_hints = {1, 60};
    iceberg.retry_options.emplace().duration_in_seconds = 30;
    iceberg.cloud_watch_logging_options = {true, "/fh", "events"};
    iceberg.s3_configuration.role_arn = kRole;
    iceberg.s3_configuration.bucket_arn = "arn:aws:s3:::errors";
    iceberg.s3_configuration.error_output_prefix = "bad/";
    return input;
  }
  void Create(const api_firehose::CreateDeliveryStreamInput& input = Input()) {
    auto made = service_->CreateDeliveryStream(Root(), input);
    ASSERT_TRUE(made) << made.error().message;
  }
  std::string Record(const std::string& kind = "a") {
    return "{\"id\":" + std::to_string(++last_id_) + ",\"kind\":\"" + kind + "\"}";
  }
  void Put(const std::string& data) {
    api_firehose::PutRecordInput input;
    input.delivery_stream_name = "s";
    input.record.data = data;
    auto put = service_->PutRecord(Root(), input);
    ASSERT_TRUE(put) << put.error().message;
  }
  std::shared_ptr<const iceberg::TableMetadata> Metadata(const std::string& table = "events") {
    return *tables_->Load(Root(), {kBucketArn, "ns", table});
  }
  // Rows that the table's current snapshot counts.
  int64_t Rows(const std::string& table = "events") {
    const auto metadata = Metadata(table);
    const auto* snapshot = metadata->CurrentSnapshot();
    return snapshot == nullptr ? 0 : std::stoll(std::string(snapshot->Summary("total-records")));
  }
  std::vector<std::string> ErrorKeys() {
    std::vector<std::string> keys;
    const auto listing = objects_->List("errors", {});
    for (const auto& object : listing->objects) keys.push_back(object.key);
    return keys;
  }
  std::vector<format::Json> ErrorLines() {
    std::vector<format::Json> lines;
    for (const std::string& key : ErrorKeys()) {
      std::string text = *(*objects_->Read("errors", key))->body.Read();
      for (size_t end; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1)) {
        lines.push_back(*format::ParseJson(text.substr(0, end)));
      }
    }
    return lines;
  }
  std::string Status() {
    auto described = service_->DescribeDeliveryStream(Root(), Of<api_firehose::DescribeDeliveryStreamInput>("s"));
    return described ? described->delivery_stream_description.delivery_stream_status : described.error().code;
  }
  double Metric(const std::string& name) {
    double sum = 0;
    const cloudwatch::MetricId id = cloudwatch::MetricIdOf("AWS/Firehose", name, {{{"DeliveryStreamName", "s"}}});
    const Time begin = std::chrono::floor<std::chrono::hours>(clock_.Now()) - std::chrono::hours(24);
    const auto found = cloudwatch_->Statistics(Root(), id, begin, begin + std::chrono::hours(72),
                                               std::chrono::minutes(1), {});
    for (const auto& period : *found) sum += period.values.sum;
    return sum;
  }
  void Pass(int seconds) { clock_.Advance(std::chrono::seconds(seconds)); }

  sys::testing::TempDirectory directory_;
  sys::SystemDisk disk_;
  sys::testing::FakeClock clock_;
  sys::testing::FakeRandom random_;
  SwitchGate gate_;
  SwitchGate open_;
  Roles roles_;
  std::unique_ptr<state::Store> store_;
  std::unique_ptr<objects::ObjectStore> objects_;
  std::unique_ptr<columnar::Engine> engine_;
  std::unique_ptr<s3tables::S3Tables> s3tables_;
  std::unique_ptr<Tables> tables_;
  std::unique_ptr<s3tables::S3TablesService> tables_service_;
  std::unique_ptr<glue::Glue> glue_;
  std::unique_ptr<glue::GlueService> glue_service_;
  std::unique_ptr<s3::S3> s3_;
  std::unique_ptr<s3::S3Service> s3_service_;
  std::unique_ptr<logs::Logs> logs_;
  std::unique_ptr<logs::LogsService> logs_service_;
  std::unique_ptr<cloudwatch::CloudWatch> cloudwatch_;
  std::unique_ptr<cloudwatch::CloudWatchService> cloudwatch_service_;
  std::unique_ptr<Firehose> firehose_;
  std::unique_ptr<FirehoseService> service_;
  int last_id_ = 0;
};

TEST_F(FirehoseTest, DescribesWhatWasCreated) {
  auto input = Input();
  input.iceberg_destination_configuration->buffering_hints.reset();
  input.tags = {{{"team", "data"}}};
  Create(input);
  const auto output = service_->DescribeDeliveryStream(Root(), Of<api_firehose::DescribeDeliveryStreamInput>("s"));
  ASSERT_TRUE(output);
  const auto& stream = output->delivery_stream_description;
  EXPECT_EQ(stream.delivery_stream_arn, "arn:aws:firehose:us-east-1:111122223333:deliverystream/s");
  EXPECT_EQ(stream.delivery_stream_status, "ACTIVE");
  EXPECT_EQ(stream.version_id, "1");
  ASSERT_EQ(stream.destinations.size(), 1u);
  EXPECT_EQ(stream.destinations[0].destination_id, "destinationId-000000000001");
  const auto& iceberg = *stream.destinations[0].iceberg_destination_description;
  EXPECT_EQ(iceberg.buffering_hints->size_in_mbs, 5);
  EXPECT_EQ(iceberg.buffering_hints->interval_in_seconds, 300);
  EXPECT_EQ(iceberg.append_only, true);
  EXPECT_EQ(iceberg.s3_destination_description->compression_format, "UNCOMPRESSED");
  EXPECT_EQ(service_->ListTagsForDeliveryStream(Root(), Of<api_firehose::ListTagsForDeliveryStreamInput>("s"))->tags.size(), 1u);
  EXPECT_EQ(service_->ListDeliveryStreams(Root(), {})->delivery_stream_names, std::vector<std::string>{"s"});
  EXPECT_EQ(service_->CreateDeliveryStream(Root(), input).error().code, "ResourceInUseException");
  const auto missing = service_->DescribeDeliveryStream(Root(), Of<api_firehose::DescribeDeliveryStreamInput>("none"));
  EXPECT_EQ(missing.error().message, "Firehose none under account 111122223333 not found.");
}

TEST_F(FirehoseTest, RefusesWhatItCannotCreate) {
  using Change = std::function<void(api_firehose::CreateDeliveryStreamInput&)>;
  struct Case {
    const char* what;
    const char* code;
    Change change;
  };
  const auto iceberg = [](auto change) {
    return Change([change](auto& input) { change(*input.iceberg_destination_configuration); });
  };
  const char* const kBad = "InvalidArgumentException";
  const char* const kNo = "NotImplemented";
  const char* const kModel = "ValidationException";
  const std::vector<Case> cases = {
      {"no destination", kBad, [](auto& i) { i.iceberg_destination_configuration.reset(); }},
      {"two destinations", kBad, [](auto& i) {
         auto& s3 = i.s3_destination_configuration.emplace();
         s3.role_arn = kRole;
         s3.bucket_arn = "arn:aws:s3:::b";
       }},
      {"another destination", kNo, [](auto& i) {
         i.iceberg_destination_configuration.reset();
         auto& s3 = i.s3_destination_configuration.emplace();
         s3.role_arn = kRole;
         s3.bucket_arn = "arn:aws:s3:::b";
       }},
      {"another source", kNo, [](auto& i) { i.delivery_stream_type = "KinesisStreamAsSource"; }},
      {"encryption", kNo,
       [](auto& i) { i.delivery_stream_encryption_configuration_input.emplace().key_type = "AWS_OWNED_CMK"; }},
      {"reserved tag", kModel, [](auto& i) { i.tags = {{{"aws:x", "y"}}}; }},
      {"repeated tag", kBad, [](auto& i) { i.tags = {{{"x", "y"}, {"x", "z"}}}; }},
      {"no catalog", kBad, iceberg([](auto& d) { d.catalog_configuration.catalog_arn.reset(); })},
      {"catalog elsewhere", kNo, iceberg([](auto& d) {
         d.catalog_configuration.catalog_arn = "arn:aws:glue:eu-west-1:111122223333:catalog";
       })},
      {"warehouse", kNo, iceberg([](auto& d) { d.catalog_configuration.warehouse_location = "s3://b"; })},
      {"backup of all", kBad, iceberg([](auto& d) { d.s3_backup_mode = "AllData"; })},
      {"schema evolution", kNo, iceberg([](auto& d) { d.schema_evolution_configuration.emplace().enabled = true; })},
      {"table creation", kNo, iceberg([](auto& d) { d.table_creation_configuration.emplace().enabled = true; })},
      {"processor", kNo, iceberg([](auto& d) {
         auto& p = d.processing_configuration.emplace();
         p.enabled = true;
         p.processors.emplace().emplace_back().type = "Lambda";
       })},
      {"buffer too large", kModel, iceberg([](auto& d) { d.buffering_hints->size_in_mbs = 129; })},
      {"interval too long", kModel, iceberg([](auto& d) { d.buffering_hints->interval_in_seconds = 901; })},
      {"retries too long", kModel, iceberg([](auto& d) { d.retry_options->duration_in_seconds = 7201; })},
      {"logging without group", kBad, iceberg([](auto& d) { d.cloud_watch_logging_options = {true, {}, {}}; })},
      {"no table", kNo, iceberg([](auto& d) { d.destination_table_configuration_list.reset(); })},
      {"table with hyphen", kModel, iceberg([](auto& d) {
         d.destination_table_configuration_list->front().destination_table_name = "a-b";
       })},
      {"database with hyphen", kModel, iceberg([](auto& d) {
         d.destination_table_configuration_list->front().destination_database_name = "a-b";
       })},
      {"unique keys", kBad, iceberg([](auto& d) {
         d.destination_table_configuration_list->front().unique_keys = {{"id"}};
       })},
      {"partition spec", kNo, iceberg([](auto& d) {
         d.destination_table_configuration_list->front().partition_spec.emplace().identity.emplace().emplace_back();
         d.destination_table_configuration_list->front().partition_spec->identity->front().source_name = "id";
       })},
      {"missing table", kBad, iceberg([](auto& d) {
         d.destination_table_configuration_list->front().destination_table_name = "none";
       })},
      {"compression", kNo, iceberg([](auto& d) { d.s3_configuration.compression_format = "GZIP"; })},
      {"prefix without type", kBad,
       iceberg([](auto& d) { d.s3_configuration.error_output_prefix = "x/!{timestamp:yyyy}/"; })},
      {"unknown expression", kBad,
       iceberg([](auto& d) { d.s3_configuration.error_output_prefix = "!{partitionKeyFromQuery:a}"; })},
      {"unclosed expression", kBad,
       iceberg([](auto& d) { d.s3_configuration.error_output_prefix = "!{firehose:error-output-type"; })},
  };
  EXPECT_GE(cases.size(), 20u);
  for (const Case& one : cases) {
    auto input = Input();
    one.change(input);
    auto made = service_->CreateDeliveryStream(Root(), input);
    ASSERT_FALSE(made) << one.what;
    EXPECT_EQ(made.error().code, one.code) << one.what << ": " << made.error().message;
    EXPECT_EQ(Status(), "ResourceNotFoundException") << one.what;
  }
}

TEST_F(FirehoseTest, AsksTheRoleBeforeItCreates) {
  roles_.untrusted = true;
  EXPECT_EQ(service_->CreateDeliveryStream(Root(), Input()).error().message,
            "Firehose is unable to assume role arn:aws:iam::111122223333:role/fh. Please check the role provided.");
  roles_.untrusted = false;
  gate_.denied = {"glue:GetTable"};
  EXPECT_EQ(service_->CreateDeliveryStream(Root(), Input()).error().message,
            "Role arn:aws:iam::111122223333:role/fh is not authorized to perform: glue:GetTable for the given table or "
            "the table does not exist.");
  gate_.denied = {"iam:PassRole"};
  EXPECT_EQ(service_->CreateDeliveryStream(Root(), Input()).error().kind, Kind::kDenied);
}

TEST_F(FirehoseTest, UpdatesMergeAndNeedTheCurrentVersion) {
  Create();
  api_firehose::UpdateDestinationInput input;
  input.delivery_stream_name = "s";
  input.current_delivery_stream_version_id = "1";
  input.destination_id = "destinationId-000000000001";
  input.iceberg_destination_update.emplace().buffering_hints = {{2, {}}};
  ASSERT_TRUE(service_->UpdateDestination(Root(), input));
  EXPECT_EQ(service_->UpdateDestination(Root(), input).error().code, "ConcurrentModificationException");
  const auto output = service_->DescribeDeliveryStream(Root(), Of<api_firehose::DescribeDeliveryStreamInput>("s"));
  const auto& stream = output->delivery_stream_description;
  EXPECT_EQ(stream.version_id, "2");
  EXPECT_EQ(stream.destinations[0].iceberg_destination_description->buffering_hints->size_in_mbs, 2);
  EXPECT_EQ(stream.destinations[0].iceberg_destination_description->buffering_hints->interval_in_seconds, 60);
  input.current_delivery_stream_version_id = "2";
  input.iceberg_destination_update->append_only = false;
  EXPECT_EQ(service_->UpdateDestination(Root(), input).error().code, "InvalidArgumentException");
}

TEST_F(FirehoseTest, RefusesPutsBeyondItsLimits) {
  Create();
  api_firehose::PutRecordInput one;
  one.delivery_stream_name = "s";
  one.record.data.assign(kRecordBytesMax + 1, 'x');
  EXPECT_EQ(service_->PutRecord(Root(), one).error().kind, Kind::kInvalid);
  api_firehose::PutRecordBatchInput batch;
  batch.delivery_stream_name = "s";
  batch.records.resize(kBatchRecordsMax + 1);
  EXPECT_EQ(service_->PutRecordBatch(Root(), batch).error().kind, Kind::kInvalid);
  batch.records.assign(5, {std::string(kRecordBytesMax, 'x')});
  EXPECT_EQ(service_->PutRecordBatch(Root(), batch).error().kind, Kind::kInvalid);
  batch.records.assign(4, {std::string(kRecordBytesMax, 'x')});
  const auto put = service_->PutRecordBatch(Root(), batch);
  ASSERT_TRUE(put) << put.error().message;
  EXPECT_EQ(put->failed_put_count, 0);
  std::set<std::string> ids;
  for (const auto& response : put->request_responses) ids.insert(*response.record_id);
  EXPECT_EQ(ids.size(), 4u);
  batch.delivery_stream_name = "none";
  EXPECT_EQ(service_->PutRecordBatch(Root(), batch).error().code, "ResourceNotFoundException");
}

TEST_F(FirehoseTest, DeliversAfterTheInterval) {
  Create();
  Put(Record());
  Pass(59);
  Put(Record());
  EXPECT_EQ(firehose_->RunOnce(), std::chrono::seconds(1));
  EXPECT_EQ(Rows(), 0);
  Pass(1);
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 2);
  EXPECT_EQ(Metadata()->CurrentSnapshot()->Summary("firn.log-range"), "1-2");
  EXPECT_EQ(Metric("DeliveryToIceberg.SuccessfulRowCount"), 2);
  EXPECT_EQ(Metric("IncomingRecords"), 2);
  EXPECT_TRUE(ErrorKeys().empty());
  Put(Record());
  EXPECT_EQ(firehose_->RunOnce(), std::chrono::seconds(60));
}

TEST_F(FirehoseTest, DeliversWhenTheBufferIsFull) {
  Create();
  const std::string filler(500 * 1024, 'x');
  Put(R"({"id":1,"kind":")" + filler + "\"}");
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 0);
  Put(R"({"id":2,"kind":")" + filler + "\"}");
  Put(R"({"id":3,"kind":")" + filler + "\"}");
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 3);
}

TEST_F(FirehoseTest, DeliversAtOnceWithoutInterval) {
  auto input = Input();
  input.iceberg_destination_configuration->buffering_hints->interval_in_seconds = 0;
  Create(input);
  Put(Record());
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 1);
}

TEST_F(FirehoseTest, WritesOneFileForEachPartition) {
  Create(Input("parted"));
  for (const char* kind : {"a", "b", "a", "c"}) Put(Record(kind));
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(Rows("parted"), 4);
  const auto metadata = Metadata("parted");
  EXPECT_EQ(metadata->snapshots.size(), 1u);
  EXPECT_EQ(metadata->CurrentSnapshot()->Summary("added-data-files"), "3");
  EXPECT_EQ(metadata->CurrentSnapshot()->Summary("changed-partition-count"), "3");
  EXPECT_TRUE(disk_.List(directory_ / "data/spool")->empty());
}

TEST_F(FirehoseTest, PutsRecordsThatDoNotFitIntoTheErrorBucket) {
  Create();
  Put(Record());
  Put(R"({"kind":"no id"})");
  Put("not json");
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(Rows(), 1);
  ASSERT_EQ(ErrorKeys().size(), 1u);
  EXPECT_TRUE(ErrorKeys()[0].starts_with("bad/iceberg-failed/2026/01/01/00/s-1-2026-01-01-00-00-00-"))
      << ErrorKeys()[0];
  const auto lines = ErrorLines();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["errorCode"].string_or(""), "Iceberg.MissingColumnWithinRecord");
  EXPECT_EQ(Base64Decode(lines[1]["rawData"].string_or("")), "not json");
  EXPECT_EQ(Metric("DeliveryToIceberg.FailedRowCount"), 2);
  api::logs::GetLogEventsInput reading;
  reading.log_group_name = "/fh";
  reading.log_stream_name = "events";
  const auto events = logs_service_->GetLogEvents(Root(), reading);
  ASSERT_TRUE(events);
  EXPECT_EQ(events->events->size(), 2u);
}

TEST_F(FirehoseTest, RetriesARefusalUntilItIsRepaired) {
  Create();
  Put(Record());
  Pass(60);
  gate_.denied = {"s3tables:UpdateTableMetadataLocation"};
  firehose_->RunOnce();
  Pass(10);
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 0);
  EXPECT_TRUE(ErrorKeys().empty());
  gate_.denied.clear();
  Pass(10);
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 1);
  EXPECT_TRUE(ErrorKeys().empty());
}

TEST_F(FirehoseTest, GivesUpARefusalWhenTheRetriesExpire) {
  Create();
  Put(Record());
  Pass(60);
  gate_.denied = {"s3tables:PutTableData"};
  for (int i = 0; i < 5; ++i) {
    firehose_->RunOnce();
    Pass(10);
  }
  gate_.denied.clear();
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 0);
  const auto lines = ErrorLines();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["errorCode"].string_or(""), "S3.AccessDenied");
  EXPECT_EQ(Metric("DeliveryToIceberg.FailedRowCount"), 1);
  Restart();
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(Rows(), 0);
  EXPECT_EQ(ErrorLines().size(), 1u);
}

TEST_F(FirehoseTest, KeepsRecordsWhileTheErrorBucketFails) {
  Create();
  Put("not json");
  gate_.denied = {"s3:PutObject"};
  EXPECT_FALSE(firehose_->Flush());
  Pass(1000);
  EXPECT_FALSE(firehose_->Flush());
  gate_.denied.clear();
  EXPECT_TRUE(firehose_->Flush());
  EXPECT_EQ(ErrorLines().size(), 1u);
}

TEST_F(FirehoseTest, PlansAgainAfterConflicts) {
  Create();
  Put(Record());
  tables_->conflicts = 5;
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(tables_->commits, 6);
  EXPECT_EQ(Rows(), 1);
}

TEST_F(FirehoseTest, FindsItsOwnCommitAfterAnUnknownOutcome) {
  Create();
  Put(Record());
  tables_->fail_after = Kind::kUnknownOutcome;
  EXPECT_FALSE(firehose_->Flush());
  EXPECT_EQ(Rows(), 1);
  tables_->fail_after.reset();
  Put(Record());
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(Rows(), 2);
  EXPECT_TRUE(ErrorKeys().empty());
}

// Dies before the commit, after it, and between; every record is in the table or in the error bucket once.
TEST_F(FirehoseTest, DeliversOnceOverCrashes) {
  Create();
  for (int round = 0; round < 4; ++round) {
    Put(Record());
    Put("not json");
    if (round % 2 == 0) {
      tables_->fail_before = Kind::kUnavailable;
    } else {
      tables_->fail_after = Kind::kUnknownOutcome;
    }
    EXPECT_FALSE(firehose_->Flush());
    Restart();
    tables_->fail_before.reset();
    tables_->fail_after.reset();
    Put(Record());
    ASSERT_TRUE(firehose_->Flush());
    EXPECT_EQ(Rows(), 2 * (round + 1));
    EXPECT_EQ(ErrorLines().size(), static_cast<size_t>(round + 1));
    Restart();
    ASSERT_TRUE(firehose_->Flush());
    EXPECT_EQ(Rows(), 2 * (round + 1));
  }
}

TEST_F(FirehoseTest, DeliversWhatWaitsBeforeItDeletes) {
  Create();
  Put(Record());
  ASSERT_TRUE(service_->DeleteDeliveryStream(Root(), Of<api_firehose::DeleteDeliveryStreamInput>("s")));
  EXPECT_EQ(Status(), "DELETING");
  api_firehose::PutRecordInput late;
  late.delivery_stream_name = "s";
  late.record.data = "{}";
  EXPECT_EQ(service_->PutRecord(Root(), late).error().code, "ResourceNotFoundException");
  firehose_->RunOnce();
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 1);
  EXPECT_EQ(Status(), "ResourceNotFoundException");
  EXPECT_TRUE(disk_.List(directory_ / "data/streams/111122223333/us-east-1")->empty());
  // A stream of the same name begins anew: its first numbers are not taken for the old one's.
  Create();
  Put(Record());
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(Rows(), 2);
}

TEST_F(FirehoseTest, RunsUntilItIsStopped) {
  auto input = Input();
  input.iceberg_destination_configuration->buffering_hints->interval_in_seconds = 0;
  Create(input);
  std::atomic<bool> stop = false;
  {
    sys::Thread worker("delivery", [&] { firehose_->Run(stop); });
    Put(Record());
    ASSERT_TRUE(firehose_->Flush());
    stop = true;
    firehose_->Wake();
  }
  EXPECT_EQ(Rows(), 1);
}

}  // namespace
}  // namespace firn::services::firehose
