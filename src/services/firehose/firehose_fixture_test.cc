#include "services/firehose/testing/firehose_fixture.h"

#include "columnar/engine.h"
#include "objects/store.h"
#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/s3/ops.h"
#include "services/s3/s3.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::firehose {

namespace api_firehose = api::firehose;

namespace {

const AccountId kAccount = *AccountId::Parse("111122223333");
const Region kRegion = *Region::Parse("us-east-1");

authz::Principal Session(const std::string& role) {
  authz::Principal principal;
  principal.kind = authz::Principal::Kind::kRoleSession;
  principal.account = kAccount;
  principal.arn = role;
  principal.role_arn = role;
  return principal;
}

}  // namespace

Result<void> SwitchGate::Authorize(const authz::Principal&, const authz::Circumstances&,
                                   const authz::Needs& needs) {
  for (const auto& need : needs) {
    if (denied.contains(need.action) || denied.contains(need.action + " " + need.resource)) {
      return Fail(Kind::kDenied, "not authorized to perform: " + need.action);
    }
  }
  return {};
}

Result<void> SwitchGate::AuthorizeLake(const authz::Principal&, const authz::LakeNeed& need) {
  if (denied.contains(need.permission))
    return Fail(Kind::kDenied, "Insufficient Lake Formation permission(s)");
  return {};
}

Result<authz::Principal> Roles::AssumeForFirehose(const api::Call&, const std::string& role,
                                                  const std::string&) {
  if (untrusted) return Fail(Kind::kDenied, "not trusted");
  return Session(role);
}

Result<authz::Principal> Roles::PrincipalFor(const api::Call&, const std::string&) {
  return Session("arn:aws:iam::111122223333:role/S3TablesRoleForLakeFormation");
}

// Tables over the real service.
class FirehoseTest::Tables final : public TableCommitter, public glue::TableSchemas {
 public:
  Tables(s3tables::S3Tables& tables, Commits& commits) : tables_(tables), commits_(commits) {}
  Result<iceberg::Schema> CurrentSchema(const api::Call& call, const std::string& bucket,
                                        const std::string& space,
                                        const std::string& table) override {
    FIRN_TRY(const auto metadata, Load(call, {bucket, space, table}));
    return metadata->CurrentSchema();
  }
  Result<std::shared_ptr<const iceberg::TableMetadata>> Load(const api::Call& call,
                                                             const TablePlace& place) override {
    FIRN_TRY(const auto where, s3tables::PlaceOf(call, place.table_bucket_arn));
    FIRN_TRY(const auto table,
             tables_.FindTable(tables_.store.Read(), where, place.namespace_name, place.table));
    FIRN_TRY(const auto file, tables_.LoadMetadata(table));
    return std::shared_ptr<const iceberg::TableMetadata>(file, &file->metadata);
  }
  Result<void> Commit(const api::Call& call, const TablePlace& place,
                      const iceberg::TableChange& change,
                      const std::function<void(state::Transaction&)>& alongside) override {
    ++commits_.count;
    if (commits_.conflicts > 0 && commits_.conflicts-- > 0)
      return Fail(Kind::kConflict, "somebody was faster");
    if (commits_.fail_before) return Fail(*commits_.fail_before, "the commit did not happen");
    FIRN_TRY(const auto where, s3tables::PlaceOf(call, place.table_bucket_arn));
    FIRN_TRY(const auto table,
             tables_.FindTable(tables_.store.Read(), where, place.namespace_name, place.table));
    FIRN_TRY(const auto file, tables_.LoadMetadata(table));
    FIRN_TRY(auto next,
             iceberg::Apply(&file->metadata, change, {call.now, table.metadata_location}));
    FIRN_OK(tables_.CommitAlongside(call, where, table, std::move(next), alongside));
    if (commits_.fail_after) return Fail(*commits_.fail_after, "the answer was lost");
    return {};
  }

 private:
  s3tables::S3Tables& tables_;
  Commits& commits_;
};

struct FirehoseTest::Lake {
  explicit Lake(FirehoseTest& test)
      : store(*state::Store::Open(test.disk_, {test.directory_ / "state.db", {}})),
        objects(*objects::ObjectStore::Open(test.disk_, *store, test.random_,
                                            test.directory_ / "data")),
        engine(columnar::EngineOptions{}),
        s3tables(*store, *objects, test.random_),
        tables(s3tables, test.commits_),
        tables_service(s3tables, open),
        glue(*store, tables_service, s3_service, tables, test.gate_, test.random_),
        glue_service(glue, test.gate_),
        s3(*objects, *store, test.gate_),
        s3_service(s3, test.gate_),
        logs(*store, test.random_),
        logs_service(logs, test.gate_),
        cloudwatch(*store),
        cloudwatch_service(cloudwatch, open) {}

  SwitchGate open;
  std::unique_ptr<state::Store> store;
  std::unique_ptr<objects::ObjectStore> objects;
  columnar::Engine engine;
  s3tables::S3Tables s3tables;
  Tables tables;
  s3tables::S3TablesService tables_service;
  glue::Glue glue;
  glue::GlueService glue_service;
  s3::S3 s3;
  s3::S3Service s3_service;
  logs::Logs logs;
  logs::LogsService logs_service;
  cloudwatch::CloudWatch cloudwatch;
  cloudwatch::CloudWatchService cloudwatch_service;
};

FirehoseTest::FirehoseTest() = default;
FirehoseTest::~FirehoseTest() {
  service_.reset();
  firehose_.reset();
}

void FirehoseTest::SetUp() {
  lake_ = std::make_unique<Lake>(*this);
  Restart();
  api::s3tables::CreateTableBucketInput bucket;
  bucket.name = "lake";
  ASSERT_TRUE(lake_->tables_service.CreateTableBucket(Root(), bucket));
  api::s3tables::CreateNamespaceInput space;
  space.table_bucket_arn = kLakeArn;
  space.namespace_ = {"ns"};
  ASSERT_TRUE(lake_->tables_service.CreateNamespace(Root(), space));
  MakeTable("events");
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
  auto made = lake_->glue_service.CreateCatalog(Root(), catalog);
  ASSERT_TRUE(made) << made.error().message;
  MakeBucket("errors");
  api::logs::CreateLogGroupInput group;
  group.log_group_name = "/fh";
  ASSERT_TRUE(lake_->logs_service.CreateLogGroup(Root(), group));
  api::logs::CreateLogStreamInput log_stream;
  log_stream.log_group_name = "/fh";
  log_stream.log_stream_name = "events";
  ASSERT_TRUE(lake_->logs_service.CreateLogStream(Root(), log_stream));
}

void FirehoseTest::Restart() {
  service_.reset();
  firehose_.reset();
  firehose_ = std::make_unique<Firehose>(Dependencies{
      *lake_->store, disk_, clock_, random_, directory_ / "data", lake_->glue_service,
      lake_->s3_service, lake_->logs_service, lake_->cloudwatch_service, gate_, roles_, roles_,
      lake_->tables, [this]() -> Result<columnar::Engine*> { return &lake_->engine; }});
  service_ = std::make_unique<FirehoseService>(*firehose_, gate_);
}

api::Call FirehoseTest::Root() const {
  api::Call call;
  call.principal = authz::RootOf(kAccount);
  call.account = kAccount;
  call.region = kRegion;
  call.now = clock_.Now();
  return call;
}

void FirehoseTest::MakeTable(const std::string& name, const std::string& transform) {
  api::s3tables::CreateTableInput input;
  input.table_bucket_arn = kLakeArn;
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
  auto made = lake_->tables_service.CreateTable(Root(), input);
  ASSERT_TRUE(made) << made.error().message;
}

void FirehoseTest::DropTable(const std::string& name) {
  api::s3tables::DeleteTableInput input;
  input.table_bucket_arn = kLakeArn;
  input.namespace_ = "ns";
  input.name = name;
  ASSERT_TRUE(lake_->tables_service.DeleteTable(Root(), input));
}

void FirehoseTest::MakeBucket(const std::string& name) {
  api::s3::CreateBucketInput input;
  input.bucket = name;
  ASSERT_TRUE(lake_->s3_service.CreateBucket(Root(), input));
}

void FirehoseTest::ExpireSnapshots(const std::string& name) {
  const auto place = s3tables::PlaceOf(Root(), kLakeArn);
  const auto table = lake_->s3tables.FindTable(lake_->store->Read(), *place, "ns", name);
  iceberg::TableMetadata metadata = (*lake_->s3tables.LoadMetadata(*table))->metadata;
  for (auto& snapshot : metadata.snapshots) {
    snapshot.summary.erase("firn.stream");
    snapshot.summary.erase("firn.log-range");
  }
  ASSERT_TRUE(lake_->s3tables.Commit(Root(), *place, *table, std::move(metadata)));
}

api_firehose::CreateDeliveryStreamInput FirehoseTest::Input(const std::string& table) {
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

api_firehose::CreateDeliveryStreamInput FirehoseTest::RoutedInput(const std::string& query) {
  auto input = Input();
  auto& iceberg = *input.iceberg_destination_configuration;
  iceberg.destination_table_configuration_list.reset();
  auto& processing = iceberg.processing_configuration.emplace();
  processing.enabled = true;
  auto& processor = processing.processors.emplace().emplace_back();
  processor.type = "MetadataExtraction";
  processor.parameters = {{{"MetadataExtractionQuery", query}, {"JsonParsingEngine", "JQ-1.6"}}};
  return input;
}

api_firehose::CreateDeliveryStreamInput FirehoseTest::BucketInput() {
  api_firehose::CreateDeliveryStreamInput input;
  input.delivery_stream_name = "s";
  auto& s3 = input.extended_s3_destination_configuration.emplace();
  s3.role_arn = kRole;
  s3.bucket_arn = "arn:aws:s3:::objects";
  s3.buffering_hints = {1, 60};
  return input;
}

void FirehoseTest::Create(const api_firehose::CreateDeliveryStreamInput& input) {
  auto made = service_->CreateDeliveryStream(Root(), input);
  ASSERT_TRUE(made) << made.error().message;
}

std::string FirehoseTest::Record(const std::string& kind) {
  return "{\"id\":" + std::to_string(++last_id_) + ",\"kind\":\"" + kind + "\"}";
}

void FirehoseTest::Put(const std::string& data) {
  api_firehose::PutRecordInput input;
  input.delivery_stream_name = "s";
  input.record.data = data;
  auto put = service_->PutRecord(Root(), input);
  ASSERT_TRUE(put) << put.error().message;
}

api_firehose::UpdateDestinationInput FirehoseTest::Update(int version) const {
  api_firehose::UpdateDestinationInput input;
  input.delivery_stream_name = "s";
  input.current_delivery_stream_version_id = std::to_string(version);
  input.destination_id = "destinationId-000000000001";
  return input;
}

std::shared_ptr<const iceberg::TableMetadata> FirehoseTest::Metadata(const std::string& table) {
  return *lake_->tables.Load(Root(), {kLakeArn, "ns", table});
}

int64_t FirehoseTest::Rows(const std::string& table) {
  const auto metadata = Metadata(table);
  const auto* snapshot = metadata->CurrentSnapshot();
  return snapshot == nullptr ? 0 : std::stoll(std::string(snapshot->Summary("total-records")));
}

std::vector<std::string> FirehoseTest::Keys(const std::string& bucket) {
  std::vector<std::string> keys;
  const auto listing = lake_->objects->List(bucket, {});
  for (const auto& object : listing->objects) keys.push_back(object.key);
  return keys;
}

std::string FirehoseTest::Text(const std::string& bucket, const std::string& key) {
  return *(*lake_->objects->Read(bucket, key))->body.Read();
}

std::vector<format::Json> FirehoseTest::ErrorLines() {
  std::vector<format::Json> lines;
  for (const std::string& key : Keys()) {
    std::string text = Text("errors", key);
    for (size_t end; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1)) {
      lines.push_back(*format::ParseJson(text.substr(0, end)));
    }
  }
  return lines;
}

size_t FirehoseTest::LogEvents() {
  api::logs::GetLogEventsInput reading;
  reading.log_group_name = "/fh";
  reading.log_stream_name = "events";
  const auto events = lake_->logs_service.GetLogEvents(Root(), reading);
  return events ? events->events->size() : 0;
}

std::string FirehoseTest::Status() {
  api_firehose::DescribeDeliveryStreamInput input;
  input.delivery_stream_name = "s";
  auto described = service_->DescribeDeliveryStream(Root(), input);
  return described ? described->delivery_stream_description.delivery_stream_status
                   : described.error().code;
}

api_firehose::DeliveryStreamDescription FirehoseTest::Described() {
  api_firehose::DescribeDeliveryStreamInput input;
  input.delivery_stream_name = "s";
  return service_->DescribeDeliveryStream(Root(), input)->delivery_stream_description;
}

double FirehoseTest::Metric(const std::string& name) {
  double sum = 0;
  const cloudwatch::MetricId id =
      cloudwatch::MetricIdOf("AWS/Firehose", name, {{{"DeliveryStreamName", "s"}}});
  const Time begin = std::chrono::floor<std::chrono::hours>(clock_.Now()) - std::chrono::hours(24);
  const auto found = lake_->cloudwatch.Periods(
      Root(), id, {begin, begin + std::chrono::hours(72), std::chrono::minutes(1), {}});
  for (const auto& period : *found) sum += period.values.sum;
  return sum;
}

}  // namespace firn::services::firehose
