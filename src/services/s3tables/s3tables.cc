#include "services/s3tables/s3tables.h"

#include "base/encoding.h"
#include "format/compress.h"
#include "services/s3tables/limits.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {
namespace {

namespace api_tables = api::s3tables;

constexpr size_t kCachedFiles = 256;
constexpr std::string_view kBase36 = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr size_t kWarehouseRandom = 34;

// "s3://<bucket>/<key>" of an object in the table's own storage.
Result<std::string> KeyInWarehouse(const TableRecord& table, std::string_view location) {
  const std::string root = table.warehouse_location() + "/";
  if (!location.starts_with(root)) {
    return Fail(Kind::kCorrupt, "the metadata of table " + table.arn + " lies outside its storage");
  }
  return std::string(location.substr(root.size()));
}

Result<TableRecord> Require(Result<std::optional<TableRecord>> found) {
  if (!found) return Fail(std::move(found).error());
  if (!*found) return api_tables::NotFoundException("The specified table does not exist.");
  return **std::move(found);
}

}  // namespace

Result<BucketRecord> S3Tables::FindBucket(const state::Reader& reader, const Place& place) const {
  FIRN_TRY(auto found, state::Load<BucketRecord>(reader, BucketKey(place)));
  if (!found) return api_tables::NotFoundException(kNoSuchBucket);
  return *std::move(found);
}

Result<NamespaceRecord> S3Tables::FindNamespace(const state::Reader& reader, const Place& place,
                                                std::string_view name) const {
  FIRN_OK(FindBucket(reader, place));
  FIRN_TRY(auto found, state::Load<NamespaceRecord>(reader, NamespaceKey(place, name)));
  if (!found) return api_tables::NotFoundException("The specified namespace does not exist.");
  return *std::move(found);
}

Result<TableRecord> S3Tables::FindTable(const state::Reader& reader, const Place& place,
                                        std::string_view namespace_name,
                                        std::string_view name) const {
  FIRN_OK(FindBucket(reader, place));
  return Require(state::Load<TableRecord>(reader, TableKey(place, namespace_name, name)));
}

Result<TableRecord> S3Tables::FindTableByArn(const state::Reader& reader,
                                             std::string_view arn) const {
  const auto parsed = Arn::Parse(arn);
  const size_t mark = arn.find(kTableMark);
  if (!parsed || mark == std::string_view::npos) {
    return api_tables::BadRequestException("The specified table ARN is not valid.");
  }
  api::Call anywhere;
  FIRN_TRY(anywhere.region, Region::Parse(parsed->region));
  FIRN_TRY(const Place place, PlaceOf(anywhere, arn.substr(0, mark)));
  const auto names = reader.Find(TableIdKey(place, arn.substr(mark + kTableMark.size())));
  if (names == nullptr) return api_tables::NotFoundException("The specified table does not exist.");
  return Require(state::Load<TableRecord>(reader, *names));
}

Result<void> S3Tables::TellRemoved(const Place& place, const std::string& namespace_name,
                                   const std::string& table) const {
  if (!removed_) return {};
  return removed_(place, namespace_name, table);
}

std::string S3Tables::NewWarehouseName() {
  return random.Uuid().substr(0, 18) + "-" + random.Text(kWarehouseRandom, kBase36) + "--table-s3";
}

Result<TableRecord> S3Tables::MakeTable(const api::Call& call, const Place& place,
                                        const std::string& namespace_name, const std::string& name,
                                        std::optional<iceberg::NewTable> schema,
                                        const std::map<std::string, std::string>& tags,
                                        const TableSettings& settings) {
  TableRecord table;
  table.id = random.Uuid();
  table.name = name;
  table.namespace_name = namespace_name;
  table.arn = place.arn + "/table/" + table.id;
  table.version_token = HexEncode(random.Bytes(10));
  table.warehouse = NewWarehouseName();
  table.created = table.modified = call.now;
  table.created_by = table.modified_by = call.account.text();
  table.tags = tags;

  const auto check = [&](const state::Reader& reader) -> Result<void> {
    FIRN_TRY(const auto bucket, FindBucket(reader, place));
    FIRN_TRY(const auto space, FindNamespace(reader, place, namespace_name));
    if (reader.Has(TableKey(place, namespace_name, name))) {
      return api_tables::ConflictException(
          "A table with an identical name already exists in the namespace.");
    }
    if (IsFull(reader, TablePrefix(place), kTablesMax)) {
      return api_tables::BadRequestException(
          "You have attempted to create more tables than allowed.");
    }
    table.bucket_id = bucket.id;
    table.namespace_id = space.id;
    return {};
  };
  FIRN_OK(check(store.Read()));

  std::shared_ptr<TableFile> file;
  std::string key;
  if (schema) {
    schema->location = table.warehouse_location();
    schema->uuid = random.Uuid();
    schema->now = call.now;
    auto metadata = iceberg::NewTableMetadata(*schema);
    if (!metadata) return api_tables::BadRequestException(metadata.error().message);
    file = std::make_shared<TableFile>();
    file->metadata = *std::move(metadata);
    file->text = iceberg::TableMetadataJson(file->metadata).Text();
    key = "metadata/" + iceberg::MetadataFileName(0, random.Uuid());
    file->location = table.metadata_location = table.warehouse_location() + "/" + key;
  }

  objects::Bucket storage;
  storage.name = table.warehouse;
  storage.account = place.account;
  storage.region = place.region;
  storage.created = call.now;
  storage.kind = objects::kWarehouse;
  storage.arn = table.arn;
  FIRN_OK(objects.CreateBucket(storage));
  auto made = FillStorage(call, {place, table, settings}, check, file, key);
  if (made || made.error().kind == Kind::kUnknownOutcome) return made;
  // The storage bucket is empty and unnamed; failing to remove it leaves it so, and the first
  // failure is told.
  if (auto removed = objects.DeleteBucket(table.warehouse); !removed) return made;
  return made;
}

Result<TableRecord> S3Tables::FillStorage(
    const api::Call& call, const FoundTable& made,
    const std::function<Result<void>(const state::Reader&)>& check,
    const std::shared_ptr<TableFile>& file, const std::string& key) {
  const auto& [place, table, settings] = made;
  std::optional<objects::Staged> staged;
  objects::PutOptions options;
  options.now = call.now;
  if (file) {
    FIRN_TRY(auto durable, objects.Stage(table.warehouse, key, wire::Body(file->text), options));
    staged.emplace(std::move(durable));
  }
  std::string path;
  FIRN_OK(store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(check(transaction));
    if (staged) {
      FIRN_TRY(const auto info, objects.Publish(transaction, *staged, options));
      path = info.path;
    }
    const std::string record_key = TableKey(place, table.namespace_name, table.name);
    state::Save(transaction, record_key, table);
    transaction.Put(TableIdKey(place, table.id), record_key);
    SaveSettings(transaction, made);
    return {};
  }));
  if (file) Remember(path, file);
  return table;
}

Result<TableRecord> S3Tables::Commit(const api::Call& call, const Place& place, const TableRecord& expected,
                                     iceberg::TableMetadata metadata) {
  return CommitAlongside(call, place, expected, std::move(metadata), [](state::Transaction&) {});
}

Result<TableRecord> S3Tables::CommitAlongside(const api::Call& call, const Place& place, const TableRecord& expected,
                                              iceberg::TableMetadata metadata,
                                              const std::function<void(state::Transaction&)>& alongside) {
  auto file = std::make_shared<TableFile>();
  file->metadata = std::move(metadata);
  file->text = iceberg::TableMetadataJson(file->metadata).Text();
  const int64_t version = iceberg::MetadataVersion(expected.metadata_location).value_or(-1) + 1;
  const std::string key = "metadata/" + iceberg::MetadataFileName(version, random.Uuid());
  file->location = expected.warehouse_location() + "/" + key;
  objects::PutOptions options;
  options.now = call.now;
  FIRN_TRY(auto staged, objects.Stage(expected.warehouse, key, wire::Body(file->text), options));
  const std::string next_token = HexEncode(random.Bytes(10));
  TableRecord moved;
  std::string path;
  FIRN_OK(store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(moved, FindTable(transaction, place, expected.namespace_name, expected.name));
    if (moved.version_token != expected.version_token || moved.id != expected.id) {
      return api_tables::ConflictException(
          "Provided version token does not match the table version token.");
    }
    FIRN_TRY(const auto info, objects.Publish(transaction, staged, options));
    path = info.path;
    moved.metadata_location = file->location;
    moved.version_token = next_token;
    moved.modified = call.now;
    moved.modified_by = call.account.text();
    state::Save(transaction, TableKey(place, expected.namespace_name, expected.name), moved);
    alongside(transaction);
    return {};
  }));
  Remember(path, std::move(file));
  return moved;
}

Result<std::shared_ptr<const TableFile>> S3Tables::LoadMetadata(const TableRecord& table) {
  if (table.metadata_location.empty()) {
    return api_tables::NotFoundException("The specified table does not have metadata.");
  }
  FIRN_TRY(const std::string key, KeyInWarehouse(table, table.metadata_location));
  FIRN_TRY(const auto info, objects.Find(table.warehouse, key));
  if (!info) return Fail(Kind::kCorrupt, "the metadata file of table " + table.arn + " is missing");
  {
    const sys::Lock lock(cache_mutex_);
    if (const auto found = cache_.find(info->path); found != cache_.end()) {
      cache_order_.splice(cache_order_.begin(), cache_order_, found->second);
      return found->second->file;
    }
  }
  FIRN_TRY(const auto body, objects.OpenBody(table.warehouse, *info));
  auto file = std::make_shared<TableFile>();
  file->location = table.metadata_location;
  FIRN_TRY(file->text, body.Read());
  if (key.ends_with(".gz.metadata.json") || key.ends_with(".metadata.json.gz")) {
    FIRN_TRY(file->text, format::GzipDecompress(file->text, 256u << 20));
  }
  FIRN_TRY(file->metadata, iceberg::ParseTableMetadataText(file->text));
  Remember(info->path, file);
  return std::shared_ptr<const TableFile>(std::move(file));
}

void S3Tables::Remember(const std::string& path, std::shared_ptr<const TableFile> file) {
  const sys::Lock lock(cache_mutex_);
  if (cache_.contains(path)) return;
  cache_order_.push_front({path, std::move(file)});
  cache_[path] = cache_order_.begin();
  if (cache_.size() > kCachedFiles) {
    cache_.erase(cache_order_.back().path);
    cache_order_.pop_back();
  }
}

}  // namespace firn::services::s3tables
