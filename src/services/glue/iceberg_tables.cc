#include "services/glue/iceberg_tables.h"

#include "format/compress.h"
#include "services/glue/limits.h"
#include "services/glue/table_state.h"

namespace firn::services::glue {
namespace {

namespace api_glue = api::glue;

constexpr int kCommitAttempts = 20;

struct ObjectName {
  std::string bucket;
  std::string key;
};

// Hadoop's names of the scheme mean the same objects.
Result<ObjectName> ParseLocation(std::string_view location) {
  std::string_view rest = location;
  for (const std::string_view scheme : {"s3://", "s3a://", "s3n://"}) {
    if (location.starts_with(scheme)) rest = location.substr(scheme.size());
  }
  const size_t slash = rest.find('/');
  if (rest.size() == location.size() || slash == 0 || slash == std::string_view::npos ||
      slash + 1 == rest.size()) {
    return api_glue::InvalidInputException("Not an object in S3: " + std::string(location));
  }
  return ObjectName{std::string(rest.substr(0, slash)), std::string(rest.substr(slash + 1))};
}

// A failure of S3 as Glue reports it.
Unexpected FromStorage(const Error& error, const std::string& location) {
  const std::string message = location + ": " + error.message;
  switch (error.kind) {
    case Kind::kDenied: return api_glue::AccessDeniedException(error.message);
    case Kind::kInvalid:
    case Kind::kNotFound: return api_glue::InvalidInputException(message);
    case Kind::kExists:
    case Kind::kConflict: return api_glue::ConcurrentModificationException(message);
    case Kind::kUnknownOutcome:
    case Kind::kUnauthenticated:
    case Kind::kThrottled:
    case Kind::kUnavailable:
    case Kind::kCanceled:
    case Kind::kCorrupt:
    case Kind::kUnsupported:
    case Kind::kInternal: break;
  }
  return Fail(error);
}

Result<std::string> ReadFile(const Glue& glue, const api::Call& call, const std::string& location) {
  FIRN_TRY(const ObjectName name, ParseLocation(location));
  api::s3::GetObjectInput input;
  input.bucket = name.bucket;
  input.key = name.key;
  const auto object = glue.s3.GetObject(call, input);
  if (!object) return FromStorage(object.error(), location);
  if (object->body.size() > kMetadataBytesMax) {
    return api_glue::InvalidInputException("The metadata file is too large: " + location);
  }
  FIRN_TRY(std::string text, object->body.Read());
  if (!name.key.ends_with(".gz.metadata.json") && !name.key.ends_with(".metadata.json.gz")) {
    return text;
  }
  auto plain = format::GzipDecompress(text, kMetadataBytesMax);
  if (!plain) return api_glue::InvalidInputException("Not a metadata file: " + location);
  return plain;
}

Result<std::string> WriteFile(const Glue& glue, const api::Call& call, const std::string& folder,
                              int64_t version, const std::string& text) {
  const std::string location =
      folder + "/" + iceberg::MetadataFileName(version, glue.random.Uuid());
  FIRN_TRY(const ObjectName name, ParseLocation(location));
  api::s3::PutObjectInput input;
  input.bucket = name.bucket;
  input.key = name.key;
  input.content_type = "application/json";
  input.body = wire::Body(text);
  if (auto put = glue.s3.PutObject(call, input); !put) return FromStorage(put.error(), location);
  return location;
}

// What the catalog shows of the metadata: location, columns, and where the file is.
void Point(api_glue::Table& table, const std::string& location,
           const iceberg::TableMetadata& metadata) {
  auto& parameters = table.parameters ? *table.parameters : table.parameters.emplace();
  if (const auto present = parameters.find(kMetadataLocation); present != parameters.end()) {
    parameters[kPreviousLocation] = present->second;
  }
  parameters["table_type"] = "ICEBERG";
  parameters[kMetadataLocation] = location;
  auto& storage =
      table.storage_descriptor ? *table.storage_descriptor : table.storage_descriptor.emplace();
  storage.location = metadata.location;
  storage.columns.emplace();
  for (const iceberg::Field& field : metadata.CurrentSchema().fields) {
    storage.columns->push_back(ColumnOf(field));
  }
}

std::string LocationOf(const api_glue::Table& table) {
  if (!table.parameters) return "";
  const auto found = table.parameters->find(kMetadataLocation);
  return found == table.parameters->end() ? "" : found->second;
}

Result<void> MoveFederated(Glue& glue, const api::Call& call, const IcebergTable& base,
                           const std::string& location) {
  api::s3tables::UpdateTableMetadataLocationInput move;
  move.table_bucket_arn = TableBucketArn(call, base.where.catalog);
  move.namespace_ = base.where.database;
  move.name = base.table.name;
  move.version_token = base.table.version_id.value_or("");
  move.metadata_location = location;
  auto moved = glue.tables.UpdateTableMetadataLocation(call, move);
  if (moved) return {};
  return FromFederation(std::move(moved).error(), "Table " + base.table.name + " not found.");
}

}  // namespace

bool IsIceberg(const api_glue::Table& table) {
  if (!table.parameters) return false;
  const auto type = table.parameters->find("table_type");
  return type != table.parameters->end() && Lowercase(type->second) == "iceberg";
}

Result<IcebergTable> LoadIceberg(const Glue& glue, const api::Call& call,
                                 const Glue::Located& where, const std::string& name) {
  IcebergTable loaded;
  loaded.where = where;
  FIRN_TRY(loaded.table, glue.FindTable(call, where.catalog, where.database, name));
  if (!IsIceberg(loaded.table)) {
    return api_glue::InvalidInputException("Input table is not an iceberg table");
  }
  loaded.location = LocationOf(loaded.table);
  if (loaded.location.empty()) {
    return api_glue::InvalidInputException("The table has no metadata_location");
  }
  FIRN_TRY(loaded.text, ReadFile(glue, glue.AsOwner(call, where.catalog), loaded.location));
  auto metadata = iceberg::ParseTableMetadataText(loaded.text);
  if (!metadata) {
    return api_glue::InvalidInputException("Not a metadata file: " + metadata.error().message);
  }
  loaded.metadata = *std::move(metadata);
  return loaded;
}

Result<IcebergTable> CommitIceberg(Glue& glue, const api::Call& call, const IcebergTable& base,
                                   iceberg::TableMetadata next) {
  const api::Call owner = glue.AsOwner(call, base.where.catalog);
  IcebergTable committed{base.where, base.table, "", iceberg::TableMetadataJson(next).Text(),
                         std::move(next)};
  const int64_t version = iceberg::MetadataVersion(base.location).value_or(-1) + 1;
  FIRN_TRY(committed.location,
           WriteFile(glue, owner, committed.metadata.MetadataFolder(), version, committed.text));
  if (base.where.catalog.kind != CatalogRef::Kind::kDefault) {
    FIRN_OK(MoveFederated(glue, owner, base, committed.location));
    return committed;
  }
  const TablePlace place{base.where.catalog, Lowercase(base.where.database), base.table.name};
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(TableRecord record, LoadTable(transaction, call, place));
    FIRN_OK(Advance(transaction, call, place, record, {base.table.version_id, false},
                    [&](api_glue::Table& table) -> Result<void> {
                      Point(table, committed.location, committed.metadata);
                      return {};
                    }));
    committed.table = record.table;
    return {};
  }));
  return committed;
}

Result<IcebergTable> ChangeIceberg(Glue& glue, const api::Call& call, const Glue::Located& where,
                                   const std::string& name, const iceberg::TableChange& change) {
  for (int attempt = 0; attempt < kCommitAttempts; ++attempt) {
    FIRN_TRY(IcebergTable base, LoadIceberg(glue, call, where, name));
    FIRN_TRY(auto next, iceberg::Apply(&base.metadata, change, {call.now, base.location}));
    if (next == base.metadata) return base;
    if (where.catalog.kind != CatalogRef::Kind::kDefault &&
        next.location != base.metadata.location) {
      return api_glue::InvalidInputException(
          "The location of a table in a federated catalog cannot be changed");
    }
    auto committed = CommitIceberg(glue, call, base, std::move(next));
    // Somebody else was faster; the requirements decide whether the change still stands.
    if (!committed && committed.error().kind == Kind::kConflict) continue;
    return committed;
  }
  return api_glue::ConcurrentModificationException(
      "Update table failed due to concurrent modifications.");
}

Result<IcebergTable> CreateIceberg(Glue& glue, const api::Call& call, const Glue::Located& where,
                                   const api_glue::Table& definition, iceberg::NewTable table) {
  const TablePlace place{where.catalog, Lowercase(where.database), definition.name};
  const std::string key = TableKey(call, place.catalog, place.database, place.table);
  const auto taken = [] { return api_glue::AlreadyExistsException("Table already exists."); };
  if (glue.store.Read().Has(key)) return taken();
  table.uuid = glue.random.Uuid();
  table.now = call.now;
  auto metadata = iceberg::NewTableMetadata(table);
  if (!metadata) return api_glue::InvalidInputException(metadata.error().message);
  IcebergTable made{where, definition, "", iceberg::TableMetadataJson(*metadata).Text(),
                    *std::move(metadata)};
  FIRN_TRY(made.location, WriteFile(glue, call, made.metadata.MetadataFolder(), 0, made.text));
  if (!made.table.table_type) made.table.table_type = "EXTERNAL_TABLE";
  Point(made.table, made.location, made.metadata);
  TableRecord record;
  made.table.version_id = std::to_string(record.version);
  record.table = made.table;
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (!transaction.Has(DatabaseKey(call, place.catalog, place.database))) {
      return NoDatabase(place.database);
    }
    if (transaction.Has(key)) return taken();
    state::Save(transaction, key, record);
    return {};
  }));
  return made;
}

}  // namespace firn::services::glue
