#include "server/adapters.h"

#include <algorithm>

#include "iceberg/columnar_schema.h"
#include "iceberg/scan.h"
#include "iceberg/update.h"

namespace firn::server {
namespace {

namespace s3tables = services::s3tables;
namespace firehose = services::firehose;
namespace glue = services::glue;

struct ObjectName {
  std::string bucket;
  std::string key;
};

Result<ObjectName> ParseLocation(const std::string& location) {
  constexpr std::string_view kScheme = "s3://";
  const size_t slash = location.find('/', kScheme.size());
  if (!location.starts_with(kScheme) || slash == std::string::npos) {
    return Fail(Kind::kCorrupt, "not an object location: " + location);
  }
  return ObjectName{location.substr(kScheme.size(), slash - kScheme.size()), location.substr(slash + 1)};
}

// How often a commit is tried anew when others commit to the same table meanwhile and its requirements still hold.
constexpr int kCommitAttempts = 20;

}  // namespace

Result<iceberg::Schema> TableAdapter::CurrentSchema(const api::Call& call, const std::string& table_bucket_arn,
                                                    const std::string& namespace_name, const std::string& table) {
  FIRN_TRY(const auto metadata, Load(call, {table_bucket_arn, namespace_name, table}));
  return metadata->CurrentSchema();
}

Result<std::shared_ptr<const iceberg::TableMetadata>> TableAdapter::Load(const api::Call& call,
                                                                         const firehose::TablePlace& place) {
  FIRN_TRY(const auto where, s3tables::PlaceOf(call, place.table_bucket_arn));
  FIRN_TRY(const auto table, tables_.FindTable(tables_.store.Read(), where, place.namespace_name, place.table));
  FIRN_TRY(const auto file, tables_.LoadMetadata(table));
  return std::shared_ptr<const iceberg::TableMetadata>(file, &file->metadata);
}

Result<void> TableAdapter::Commit(const api::Call& call, const firehose::TablePlace& place,
                                  const iceberg::TableChange& change,
                                  const std::function<void(state::Transaction&)>& alongside) {
  FIRN_TRY(const auto where, s3tables::PlaceOf(call, place.table_bucket_arn));
  for (int attempt = 0; attempt < kCommitAttempts; ++attempt) {
    FIRN_TRY(const auto table, tables_.FindTable(tables_.store.Read(), where, place.namespace_name, place.table));
    FIRN_TRY(const auto file, tables_.LoadMetadata(table));
    FIRN_TRY(auto next, iceberg::Apply(&file->metadata, change, {call.now, table.metadata_location}));
    const auto committed = tables_.CommitAlongside(call, where, table, std::move(next), alongside);
    if (committed) return {};
    if (committed.error().kind != Kind::kConflict) return Fail(committed.error());
  }
  return Fail(Kind::kConflict, "too many concurrent commits to this table");
}

Result<std::string> TableAdapter::ReadObject(const std::string& location) const {
  FIRN_TRY(const ObjectName name, ParseLocation(location));
  FIRN_TRY(const auto opened, objects_.Read(name.bucket, name.key));
  if (!opened) return Fail(Kind::kCorrupt, "a file of the table is missing: " + location);
  return opened->body.Read();
}

Result<std::string> TableAdapter::LocalPath(const std::string& location, uint64_t* size) const {
  FIRN_TRY(const ObjectName name, ParseLocation(location));
  FIRN_TRY(const auto info, objects_.Find(name.bucket, name.key));
  if (!info) return Fail(Kind::kCorrupt, "a file of the table is missing: " + location);
  *size = info->size;
  return objects_.PathOf(*info);
}

Result<services::athena::TableFiles::Found> TableAdapter::SourceOf(const api::Call&, const std::string& table_arn) {
  FIRN_TRY(const auto table, tables_.FindTableByArn(tables_.store.Read(), table_arn));
  FIRN_TRY(const auto file, tables_.LoadMetadata(table));
  const iceberg::TableMetadata& metadata = file->metadata;
  Found found;
  FIRN_TRY(const auto columns, iceberg::ColumnarSchema(metadata.CurrentSchema()));
  for (const columnar::Field& column : columns) {
    found.source.columns.push_back({column.name, column.id, column.type, false});
  }
  FIRN_TRY(const auto plan, iceberg::PlanScan(metadata, std::nullopt,
                                              [&](const std::string& location) { return ReadObject(location); }));
  for (const iceberg::ScanFile& data : plan.data) {
    uint64_t size = 0;
    FIRN_TRY(auto path, LocalPath(data.file.file_path, &size));
    found.bytes += static_cast<int64_t>(size);
    found.source.files.push_back({std::move(path), data.file.file_path, data.sequence_number});
  }
  for (const iceberg::ScanFile& deletes : plan.deletes) {
    uint64_t size = 0;
    FIRN_TRY(auto path, LocalPath(deletes.file.file_path, &size));
    if (deletes.file.content == iceberg::FileContent::kEqualityDeletes) {
      columnar::EqualityDeleteFile equality;
      equality.path = std::move(path);
      equality.sequence = deletes.sequence_number;
      equality.field_ids.assign(deletes.file.equality_ids.begin(), deletes.file.equality_ids.end());
      found.source.equality_delete_files.push_back(std::move(equality));
    } else {
      found.source.position_delete_files.push_back(std::move(path));
    }
  }
  return found;
}

Result<api::Call> CatalogAdapter::CallFor(const std::string& account, const std::string& region) const {
  api::Call call;
  FIRN_TRY(call.account, AccountId::Parse(account));
  FIRN_TRY(call.region, Region::Parse(region));
  call.principal = authz::RootOf(call.account);
  return call;
}

Result<bool> CatalogAdapter::IsLakeFormationMode(const AccountId& account, const std::string& region,
                                                 const std::string& catalog_id) {
  FIRN_TRY(const api::Call call, CallFor(account.text(), region));
  FIRN_TRY(const auto ref, glue::ParseCatalogId(call, catalog_id));
  FIRN_TRY(const auto mount, glue_->MountOf(glue_->store.Read(), call.region, ref));
  if (!mount) return Fail(Kind::kNotFound, "Catalog not found");
  return mount->lake_formation;
}

Result<std::optional<services::lakeformation::CatalogObject>> CatalogAdapter::FindObject(
    const std::string& region, const authz::LakeResource& object) {
  using Found = std::optional<services::lakeformation::CatalogObject>;
  FIRN_TRY(const api::Call call, CallFor(object.catalog.substr(0, 12), region));
  FIRN_TRY(const auto ref, glue_->Resolve(call, object.catalog));
  services::lakeformation::CatalogObject answer;
  if (object.table.empty()) {
    const auto database = glue_->FindDatabase(call, ref, object.database);
    if (!database && database.error().kind == Kind::kNotFound) return Found();
    if (!database) return Fail(database.error());
    answer.link = database->target_database.has_value();
    answer.location = database->location_uri.value_or("");
    return Found(std::move(answer));
  }
  const auto table = glue_->FindTable(call, ref, object.database, object.table);
  if (!table && table.error().kind == Kind::kNotFound) return Found();
  if (!table) return Fail(table.error());
  answer.link = table->target_table.has_value();
  if (table->storage_descriptor) answer.location = table->storage_descriptor->location.value_or("");
  if (table->federated_table) answer.s3tables_arn = table->federated_table->identifier.value_or("");
  if (table->storage_descriptor && table->storage_descriptor->columns) {
    for (const auto& column : *table->storage_descriptor->columns) answer.columns.push_back(column.name);
  }
  return Found(std::move(answer));
}

Result<std::optional<std::string>> CatalogAdapter::FindPartition(
    const std::string& region, const authz::LakeResource& table, const std::vector<std::string>& values) {
  using Found = std::optional<std::string>;
  FIRN_TRY(const api::Call call, CallFor(table.catalog.substr(0, 12), region));
  api::glue::GetPartitionInput input;
  input.catalog_id = table.catalog;
  input.database_name = table.database;
  input.table_name = table.table;
  input.partition_values = values;
  const auto found = service_->GetPartition(call, input);
  if (!found && found.error().code == "EntityNotFoundException") return Found();
  if (!found) return Fail(found.error());
  const auto& partition = found->partition;
  if (!partition || !partition->storage_descriptor) return Found();
  return partition->storage_descriptor->location;
}

// The names behind the token's page until there is none.
template <class Page, class Names>
Result<std::vector<std::string>> AllNames(Page&& page, Names&& names) {
  std::vector<std::string> all;
  std::optional<std::string> token;
  do {
    FIRN_TRY(const auto answer, page(token));
    names(answer, all);
    token = answer.next_token;
  } while (token && !token->empty());
  std::sort(all.begin(), all.end());
  return all;
}

Result<std::vector<std::string>> CatalogAdapter::ListObjects(const std::string& region,
                                                             const authz::LakeResource& container) {
  FIRN_TRY(const api::Call call, CallFor(container.catalog.substr(0, 12), region));
  if (container.database.empty()) {
    return AllNames(
        [&](const auto& token) {
          api::glue::GetDatabasesInput input;
          input.catalog_id = container.catalog;
          input.next_token = token;
          return service_->GetDatabases(call, input);
        },
        [](const auto& page, auto& all) {
          for (const auto& database : page.database_list) all.push_back(database.name);
        });
  }
  return AllNames(
      [&](const auto& token) {
        api::glue::GetTablesInput input;
        input.catalog_id = container.catalog;
        input.database_name = container.database;
        input.next_token = token;
        return service_->GetTables(call, input);
      },
      [](const auto& page, auto& all) {
        if (!page.table_list) return;
        for (const auto& table : *page.table_list) all.push_back(table.name);
      });
}

Result<bool> IdentityAdapter::Exists(std::string_view arn) {
  FIRN_TRY(const Arn parsed, Arn::Parse(arn));
  if (parsed.resource == "root") return true;
  if (parsed.resource.starts_with("role/")) {
    FIRN_TRY(const auto role, iam_.FindRole(arn));
    return role.has_value();
  }
  if (!parsed.resource.starts_with("user/")) return false;
  FIRN_TRY(const AccountId account, AccountId::Parse(parsed.account));
  const auto user = iam_.User(account, parsed.resource.substr(parsed.resource.rfind('/') + 1));
  if (!user && user.error().kind == Kind::kNotFound) return false;
  if (!user) return Fail(user.error());
  return true;
}

Result<authz::Principal> RoleAdapter::AssumeForFirehose(const api::Call& call, const std::string& role_arn,
                                                        const std::string& stream_arn) {
  services::sts::ServiceRequest request;
  request.role_arn = role_arn;
  request.service = "firehose.amazonaws.com";
  request.external_id = call.account.text();
  request.source_account = call.account.text();
  request.source_arn = stream_arn;
  return sts_.AssumeAsService(call, request);
}

Result<authz::Principal> RoleAdapter::PrincipalFor(const api::Call& call, const std::string& table_bucket_arn) {
  FIRN_TRY(const Arn bucket, Arn::Parse(table_bucket_arn));
  FIRN_TRY(const AccountId owner, AccountId::Parse(bucket.account));
  FIRN_TRY(const auto role, lake_formation_.RegisteredRole(owner, call.region.text(), table_bucket_arn));
  if (!role) return Fail(Kind::kDenied, "no role is registered with Lake Formation for " + table_bucket_arn);
  services::sts::ServiceRequest request;
  request.role_arn = *role;
  request.service = "lakeformation.amazonaws.com";
  request.source_account = owner.text();
  request.sets_source_identity = true;
  request.sets_context = true;
  return sts_.AssumeAsService(call, request);
}

}  // namespace firn::server
