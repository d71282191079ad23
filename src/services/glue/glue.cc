#include "services/glue/glue.h"

#include "base/encoding.h"

namespace firn::services::glue {
namespace {

namespace api_glue = api::glue;
namespace s3tables = api::s3tables;

constexpr const char* kConnection = "aws:s3tables";
constexpr const char* kNoCatalog = "Catalog not found";

api_glue::Catalog BucketCatalog(const api::Call& call, const CatalogRef& mount,
                                const api_glue::Catalog& parent, const std::string& bucket,
                                const std::string& arn, Time created) {
  CatalogRef ref = mount;
  ref.kind = CatalogRef::Kind::kBucket;
  ref.bucket = bucket;
  api_glue::Catalog catalog = parent;
  catalog.catalog_id = ref.id();
  catalog.name = bucket;
  catalog.resource_arn = Arn::Of("glue", call.region, ref.account, ref.resource()).text();
  catalog.create_time = created;
  catalog.update_time = created;
  auto& federated = catalog.federated_catalog.emplace();
  federated.identifier = arn;
  federated.connection_name = kConnection;
  federated.connection_type = kConnection;
  return catalog;
}

}  // namespace

Result<CatalogRef> Glue::Resolve(const api::Call& call,
                                 const std::optional<std::string>& catalog_id) const {
  FIRN_TRY(CatalogRef ref, ParseCatalogId(call, catalog_id));
  if (ref.kind != CatalogRef::Kind::kMount) return ref;
  FIRN_TRY(const auto mount, MountOf(store.Read(), call.region, ref));
  if (!mount || !mount->catalog.federated_catalog) return ref;
  const std::string identifier = mount->catalog.federated_catalog->identifier.value_or("");
  if (identifier.ends_with("/*")) return ref;
  ref.kind = CatalogRef::Kind::kBucket;
  ref.bucket = identifier.substr(identifier.rfind('/') + 1);
  ref.bucket_arn = identifier;
  return ref;
}

api::Call Glue::AsOwner(const api::Call& call, const CatalogRef& ref) const {
  // Under Lake Formation the right to the Glue action is enough. Where IAM decides alone, S3 Tables
  // asks the caller for its own rights as well, as AWS does.
  const auto mount = MountOf(store.Read(), call.region, ref);
  if (mount && *mount && (*mount)->lake_formation) return api::As(call, authz::RootOf(ref.account));
  return call;
}

Result<std::optional<CatalogRecord>> Glue::MountOf(const state::Reader& reader,
                                                   const Region& region,
                                                   const CatalogRef& ref) const {
  return state::Load<CatalogRecord>(reader, CatalogKey(region, ref.account, ref.mount));
}

Result<api_glue::Catalog> Glue::FindCatalog(const api::Call& call, const CatalogRef& ref) const {
  if (ref.kind == CatalogRef::Kind::kDefault) {
    api_glue::Catalog catalog;
    catalog.catalog_id = ref.account.text();
    catalog.name = ref.account.text();
    catalog.resource_arn = Arn::Of("glue", call.region, ref.account, "catalog").text();
    return catalog;
  }
  FIRN_TRY(const auto mount, MountOf(store.Read(), call.region, ref));
  if (!mount) return api_glue::EntityNotFoundException(kNoCatalog);
  if (ref.kind == CatalogRef::Kind::kMount || !ref.bucket_arn.empty()) return mount->catalog;
  s3tables::GetTableBucketInput input{TableBucketArn(call, ref)};
  auto bucket = tables.GetTableBucket(AsOwner(call, ref), input);
  if (!bucket) return FromFederation(std::move(bucket).error(), kNoCatalog);
  return BucketCatalog(call, ref, mount->catalog, bucket->name, bucket->arn, bucket->created_at);
}

Result<std::vector<api_glue::Catalog>> Glue::BucketCatalogs(const api::Call& call,
                                                            const CatalogRef& mount) const {
  FIRN_TRY(const auto record, MountOf(store.Read(), call.region, mount));
  if (!record) return api_glue::EntityNotFoundException(kNoCatalog);
  std::vector<api_glue::Catalog> catalogs;
  s3tables::ListTableBucketsInput input;
  while (true) {
    auto page = tables.ListTableBuckets(AsOwner(call, mount), input);
    if (!page) return FromFederation(std::move(page).error(), kNoCatalog);
    for (const auto& bucket : page->table_buckets) {
      catalogs.push_back(
          BucketCatalog(call, mount, record->catalog, bucket.name, bucket.arn, bucket.created_at));
    }
    if (!page->continuation_token) return catalogs;
    input.continuation_token = std::move(page->continuation_token);
  }
}

Result<api_glue::Database> Glue::FindDatabase(const api::Call& call, const CatalogRef& ref,
                                              const std::string& name) const {
  if (ref.kind == CatalogRef::Kind::kDefault) {
    FIRN_TRY(auto record,
             state::Load<DatabaseRecord>(store.Read(), DatabaseKey(call, ref, Lowercase(name))));
    if (!record) return NoDatabase(name);
    return std::move(record->database);
  }
  if (ref.kind == CatalogRef::Kind::kMount) return NoDatabase(name);
  FIRN_OK(FindCatalog(call, ref));
  auto space = tables.GetNamespace(AsOwner(call, ref), {TableBucketArn(call, ref), name});
  if (!space) return FromFederation(std::move(space).error(), "Database " + name + " not found.");
  api_glue::Database database;
  database.name = name;
  database.catalog_id = ref.id();
  database.create_time = space->created_at;
  auto& federated = database.federated_database.emplace();
  federated.identifier = TableBucketArn(call, ref) + "|" + name;
  federated.connection_name = kConnection;
  federated.connection_type = kConnection;
  return database;
}

Result<api_glue::Table> Glue::FindTable(const api::Call& call, const CatalogRef& ref,
                                        const std::string& database,
                                        const std::string& name) const {
  if (ref.kind == CatalogRef::Kind::kDefault) {
    FIRN_TRY(auto record,
             state::Load<TableRecord>(store.Read(),
                                      TableKey(call, ref, Lowercase(database), Lowercase(name))));
    if (!record) return NoTable(name);
    return std::move(record->table);
  }
  if (ref.kind == CatalogRef::Kind::kMount) return NoTable(name);
  FIRN_TRY(const auto mount, MountOf(store.Read(), call.region, ref));
  if (!mount) return api_glue::EntityNotFoundException(kNoCatalog);
  const std::string bucket_arn = TableBucketArn(call, ref);
  s3tables::GetTableInput input;
  input.table_bucket_arn = bucket_arn;
  input.namespace_ = database;
  input.name = name;
  auto found = tables.GetTable(AsOwner(call, ref), input);
  if (!found) return FromFederation(std::move(found).error(), "Table " + name + " not found.");
  api_glue::Table table;
  table.name = name;
  table.database_name = database;
  table.catalog_id = ref.id();
  table.create_time = found->created_at;
  table.update_time = found->modified_at;
  table.created_by = found->created_by;
  table.table_type = found->type;
  table.version_id = found->version_token;
  table.retention = 0;
  table.is_multi_dialect_view = false;
  table.is_registered_with_lake_formation = mount->lake_formation;
  auto& storage = table.storage_descriptor.emplace();
  storage.location = found->warehouse_location;
  storage.columns.emplace();
  table.partition_keys.emplace();
  table.parameters = {{{"table_type", "ICEBERG"}}};
  if (found->metadata_location) {
    (*table.parameters)["metadata_location"] = *found->metadata_location;
    FIRN_TRY(const auto schema,
             schemas.CurrentSchema(AsOwner(call, ref), bucket_arn, database, name));
    for (const iceberg::Field& field : schema.fields) storage.columns->push_back(ColumnOf(field));
  }
  auto& federated = table.federated_table.emplace();
  federated.identifier = found->table_arn;
  federated.database_identifier = bucket_arn + "|" + database;
  federated.connection_name = kConnection;
  federated.connection_type = kConnection;
  return table;
}

Result<Glue::Located> Glue::Locate(const api::Call& call, const CatalogRef& ref,
                                   const std::string& database) const {
  if (ref.kind != CatalogRef::Kind::kDefault) return Located{ref, database, false};
  FIRN_TRY(const auto found, FindDatabase(call, ref, database));
  if (!found.target_database) return Located{ref, found.name, false};
  FIRN_TRY(auto target, Resolve(call, found.target_database->catalog_id));
  return Located{std::move(target), found.target_database->database_name.value_or(""), true};
}

}  // namespace firn::services::glue
