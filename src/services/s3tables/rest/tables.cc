// Tables over Iceberg REST.

#include "base/encoding.h"
#include "iceberg/update.h"
#include "services/s3tables/limits.h"
#include "services/s3tables/rest/iceberg_rest.h"
#include "services/s3tables/schema.h"

namespace firn::services::s3tables {
namespace {

using format::Json;

namespace rest = iceberg::rest;

constexpr int kCommitAttempts =
    20;  // a writer that loses this often to others is told to plan again

// The forms in which CreateTable takes a schema, spec and order: the members of Iceberg's own.
api::s3tables::IcebergSchemaV2 SchemaOf(const iceberg::Schema& schema) {
  api::s3tables::IcebergSchemaV2 result;
  result.type = "struct";
  result.identifier_field_ids = schema.identifier_field_ids;
  for (const iceberg::Field& field : schema.fields) {
    auto& column = result.fields.emplace_back();
    column.id = field.id;
    column.name = field.name;
    column.type = iceberg::TypeJson(field.type);
    column.required = field.required;
    column.doc = field.doc;
  }
  return result;
}

api::s3tables::IcebergPartitionSpec SpecOf(const iceberg::PartitionSpec& spec) {
  api::s3tables::IcebergPartitionSpec result;
  result.spec_id = spec.spec_id;
  for (const iceberg::PartitionField& field : spec.fields) {
    auto& term = result.fields.emplace_back();
    term.source_id = field.source_id;
    term.transform = field.transform.Text();
    term.name = field.name;
    if (field.field_id != 0) term.field_id = field.field_id;
  }
  return result;
}

api::s3tables::IcebergSortOrder OrderOf(const iceberg::SortOrder& order) {
  api::s3tables::IcebergSortOrder result;
  result.order_id = order.order_id;
  for (const iceberg::SortField& field : order.fields) {
    auto& term = result.fields.emplace_back();
    term.source_id = field.source_id;
    term.transform = field.transform.Text();
    term.direction = field.direction == iceberg::SortField::Direction::kDescending ? "desc" : "asc";
    term.null_order =
        field.nulls == iceberg::SortField::Nulls::kLast ? "nulls-last" : "nulls-first";
  }
  return result;
}

std::string LoadResult(const TableFile& file) { return rest::LoadResult(file.location, file.text); }

}  // namespace

Result<IcebergRest::Answer> IcebergRest::ListTables(const api::Call& call, const Request& request) {
  api::s3tables::ListTablesInput input;
  input.table_bucket_arn = request.bucket_arn;
  input.namespace_ = request.rest[1];
  FIRN_TRY(const auto paging, rest::PagingOf(*request.http));
  input.continuation_token = paging.token;
  input.max_tables = paging.size;
  auto page = tables_.ListTables(call, input);
  if (!page)
    return Fail(InIcebergWords(std::move(page).error(), request.subject(), Clash::kCommit));
  std::vector<std::string> names;
  for (const auto& table : page->tables) names.push_back(table.name);
  return Answer{200, rest::TableList(request.rest[1], names, page->continuation_token)};
}

Result<IcebergRest::Answer> IcebergRest::CreateTable(const api::Call& call,
                                                     const Request& request) {
  FIRN_TRY(const Json body, rest::BodyOf(*request.http));
  FIRN_TRY(const auto wanted, rest::CreateRequestOf(body));
  if (wanted.stage) return rest::BadRequest("stage-create is not supported by S3 Tables");
  FIRN_OK(CheckColumns(wanted.schema));
  api::s3tables::CreateTableInput input;
  input.table_bucket_arn = request.bucket_arn;
  input.namespace_ = request.rest[1];
  input.name = wanted.name;
  input.format = "ICEBERG";
  auto& iceberg = input.metadata.emplace().iceberg.emplace();
  iceberg.schema_v2 = SchemaOf(wanted.schema);
  if (wanted.spec) iceberg.partition_spec = SpecOf(*wanted.spec);
  if (wanted.order) iceberg.write_order = OrderOf(*wanted.order);
  iceberg.properties = wanted.properties;
  if (auto made = tables_.CreateTable(call, input); !made) {
    return Fail(
        InIcebergWords(std::move(made).error(), {request.rest[1], wanted.name}, Clash::kCreation));
  }
  return Loaded(call, request, wanted.name);
}

// The table as it is now, for those who may have it already.
Result<IcebergRest::Answer> IcebergRest::Loaded(const api::Call& call, const Request& request,
                                                std::string_view name) {
  FIRN_TRY(const Place place, PlaceOf(call, request.bucket_arn));
  auto table = state_.FindTable(state_.store.Read(), place, request.rest[1], name);
  if (!table)
    return Fail(InIcebergWords(std::move(table).error(), request.subject(), Clash::kCommit));
  if (table->metadata_location.empty()) {
    return rest::BadRequest("The table has no metadata: create it with a schema");
  }
  auto file = state_.LoadMetadata(*table);
  if (!file)
    return Fail(InIcebergWords(std::move(file).error(), request.subject(), Clash::kCommit));
  if ((*file)->text.size() > kMetadataFileBytesMax)
    return rest::BadRequest("The table's metadata file is larger than 50 MB");
  return Answer{200, LoadResult(**file)};
}

Result<IcebergRest::Answer> IcebergRest::LoadTable(const api::Call& call, const Request& request) {
  api::s3tables::GetTableMetadataLocationInput input{request.bucket_arn, request.rest[1],
                                                     request.rest[3]};
  if (auto located = tables_.GetTableMetadataLocation(call, input); !located) {
    return Fail(InIcebergWords(std::move(located).error(), request.subject(), Clash::kCommit));
  }
  FIRN_OK(gate_.Authorize(call.principal, api::CircumstancesOf(call),
                          {TableNeed(state_, call, "s3tables:GetTableData", request.bucket_arn,
                                     request.rest[1], request.rest[3])}));
  return Loaded(call, request, request.rest[3]);
}

Result<IcebergRest::Answer> IcebergRest::TableExists(const api::Call& call,
                                                     const Request& request) {
  api::s3tables::GetTableInput input;
  input.table_bucket_arn = request.bucket_arn;
  input.namespace_ = request.rest[1];
  input.name = request.rest[3];
  if (auto found = tables_.GetTable(call, input); !found) {
    return Fail(InIcebergWords(std::move(found).error(), request.subject(), Clash::kCommit));
  }
  return Answer{204, ""};
}

Result<IcebergRest::Answer> IcebergRest::CommitTable(const api::Call& call,
                                                     const Request& request) {
  FIRN_TRY(const Json body, rest::BodyOf(*request.http));
  authz::Needs needs;
  for (const char* action :
       {"s3tables:UpdateTableMetadataLocation", "s3tables:PutTableData", "s3tables:GetTableData"}) {
    needs.push_back(
        TableNeed(state_, call, action, request.bucket_arn, request.rest[1], request.rest[3]));
  }
  FIRN_OK(gate_.Authorize(call.principal, api::CircumstancesOf(call), needs));
  for (const char* member : {"requirements", "updates"}) {
    if (!body[member].is_array())
      return rest::BadRequest(std::string("Malformed request: ") + member + " must be a list");
  }
  auto change = iceberg::ParseTableChange(body);
  if (!change) return rest::BadRequest("Malformed request: " + change.error().message);
  for (const iceberg::Update& update : change->updates) {
    if (const auto* added = std::get_if<iceberg::AddSchema>(&update))
      FIRN_OK(CheckColumns(added->schema));
  }
  FIRN_TRY(const Place place, PlaceOf(call, request.bucket_arn));
  for (int attempt = 0; attempt < kCommitAttempts; ++attempt) {
    auto table = state_.FindTable(state_.store.Read(), place, request.rest[1], request.rest[3]);
    if (!table)
      return Fail(InIcebergWords(std::move(table).error(), request.subject(), Clash::kCommit));
    if (table->metadata_location.empty())
      return rest::BadRequest("The table has no metadata: create it with a schema");
    auto file = state_.LoadMetadata(*table);
    if (!file)
      return Fail(InIcebergWords(std::move(file).error(), request.subject(), Clash::kCommit));
    auto next = iceberg::Apply(&(*file)->metadata, *change, {call.now, table->metadata_location});
    if (!next)
      return Fail(InIcebergWords(std::move(next).error(), request.subject(), Clash::kCommit));
    if (next->location != (*file)->metadata.location) {
      return rest::BadRequest("The location of a table in S3 Tables cannot be changed");
    }
    if (*next == (*file)->metadata) return Answer{200, LoadResult(**file)};
    auto committed = state_.Commit(call, place, *table, *std::move(next));
    if (committed) {
      FIRN_TRY(const auto written, state_.LoadMetadata(*committed));
      return Answer{200, LoadResult(*written)};
    }
    // Somebody else was faster; the requirements decide whether this change still stands on the
    // newer table.
    if (committed.error().kind != Kind::kConflict) {
      return Fail(InIcebergWords(std::move(committed).error(), request.subject(), Clash::kCommit));
    }
  }
  return rest::Failure(Kind::kConflict, "CommitFailedException", 409,
                       "Too many concurrent commits to this table");
}

Result<IcebergRest::Answer> IcebergRest::DropTable(const api::Call& call, const Request& request) {
  std::string purge = rest::ParameterOf(*request.http, "purgeRequested");
  for (char& c : purge) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  if (purge_ == PurgePolicy::kRequired && purge != "true") {
    return rest::BadRequest("S3 Tables drops tables with purgeRequested=true only");
  }
  api::s3tables::DeleteTableInput input;
  input.table_bucket_arn = request.bucket_arn;
  input.namespace_ = request.rest[1];
  input.name = request.rest[3];
  if (auto dropped = tables_.DeleteTable(call, input); !dropped) {
    return Fail(InIcebergWords(std::move(dropped).error(), request.subject(), Clash::kCommit));
  }
  return Answer{204, ""};
}

Result<IcebergRest::Answer> IcebergRest::RenameTable(const api::Call& call,
                                                     const Request& request) {
  FIRN_TRY(const Json body, rest::BodyOf(*request.http));
  api::s3tables::RenameTableInput input;
  input.table_bucket_arn = request.bucket_arn;
  FIRN_TRY(input.namespace_, rest::NamespaceOf(body["source"]["namespace"], "source.namespace"));
  FIRN_TRY(input.name, rest::TextOf(body["source"], "name"));
  FIRN_TRY(input.new_namespace_name,
           rest::NamespaceOf(body["destination"]["namespace"], "destination.namespace"));
  FIRN_TRY(input.new_name, rest::TextOf(body["destination"], "name"));
  // Which of the two is missing decides the error's name, so the namespace is looked at first.
  const api::s3tables::GetNamespaceInput target{request.bucket_arn, *input.new_namespace_name};
  if (auto found = tables_.GetNamespace(call, target); !found) {
    return Fail(
        InIcebergWords(std::move(found).error(), {*input.new_namespace_name, ""}, Clash::kCommit));
  }
  if (auto renamed = tables_.RenameTable(call, input); !renamed) {
    // What is missing is the source; what is in the way is the destination.
    const bool missing = renamed.error().kind == Kind::kNotFound;
    const Subject subject = missing ? Subject{input.namespace_, input.name}
                                    : Subject{*input.new_namespace_name, *input.new_name};
    return Fail(InIcebergWords(std::move(renamed).error(), subject, Clash::kExistence));
  }
  return Answer{204, ""};
}

}  // namespace firn::services::s3tables
