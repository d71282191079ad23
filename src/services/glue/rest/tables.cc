// Iceberg tables of the default catalog, whose metadata files lie in general purpose buckets.

#include "services/glue/rest/glue_rest.h"
#include "services/glue/table_input.h"

namespace firn::services::glue {
namespace {

namespace rest = iceberg::rest;
using format::Json;

constexpr std::string_view kNoTable = "NoSuchTableException";
constexpr std::string_view kNoNamespace = "NoSuchNamespaceException";
constexpr std::string_view kExists = "AlreadyExistsException";
constexpr std::string_view kFailed = "CommitFailedException";

// Tables made through this endpoint are compressed so unless they say otherwise.
constexpr const char* kCodec = "write.parquet.compression-codec";

rest::Answer Loaded(const IcebergTable& table) {
  return {200, rest::LoadResult(table.location, table.text)};
}

Unexpected NotIceberg() {
  return rest::Failure(Kind::kNotFound, "NoSuchIcebergTableException", 404,
                       "Input table is not an iceberg table");
}

// A table's own failures keep Glue's name for what the request lacks.
Unexpected FromGlue(Error error, std::string_view conflict) {
  if (error.code == "InvalidInputException") {
    return rest::Failure(Kind::kInvalid, error.code, 400, error.message);
  }
  return Fail(rest::WithType(std::move(error), kNoTable, conflict));
}

}  // namespace

Result<rest::Answer> GlueRest::ListTables(const api::Call& call, const Request& request) {
  FIRN_TRY(const rest::Paging paging, rest::PagingOf(*request.http));
  api::glue::GetTablesInput input;
  input.catalog_id = Given(request.catalog_id);
  input.database_name = request.space();
  input.next_token = paging.token;
  if (paging.size) input.max_results = std::min(*paging.size, 100);
  std::vector<std::string> names;
  while (true) {
    auto page = service_.GetTables(call, input);
    if (!page) return Fail(rest::WithType(std::move(page).error(), kNoNamespace, kExists));
    for (const auto& table : *page->table_list) {
      if (IsIceberg(table)) names.push_back(table.name);
    }
    input.next_token = page->next_token;
    // Clients that know no pages get everything at once.
    if (paging.size || paging.token || !page->next_token) break;
  }
  return Answer{200, rest::TableList(request.space(), names, input.next_token)};
}

Result<rest::Answer> GlueRest::CreateTable(const api::Call& call, const Request& request) {
  FIRN_TRY(const auto place, PlaceOf(call, request, "glue:CreateTable", "CREATE_TABLE"));
  FIRN_TRY(const Json body, rest::BodyOf(*request.http));
  FIRN_TRY(rest::CreateRequest wanted, rest::CreateRequestOf(body));
  if (wanted.stage) return rest::BadRequest("stage-create is not supported by Glue");
  if (auto found = state_.FindDatabase(call, place.catalog, place.database); !found) {
    return Fail(rest::WithType(std::move(found).error(), kNoNamespace, kExists));
  }
  if (place.catalog.kind != CatalogRef::Kind::kDefault) {
    return rest::BadRequest("Create tables of a federated catalog in that catalog");
  }
  if (!wanted.location || wanted.location->empty()) {
    return rest::Failure(Kind::kInvalid, "InvalidInputException", 400,
                         "Location information cannot be null while creating an iceberg table");
  }
  iceberg::NewTable table;
  table.schema = std::move(wanted.schema);
  if (wanted.spec) table.spec = *std::move(wanted.spec);
  if (wanted.order) table.order = *std::move(wanted.order);
  table.location = *std::move(wanted.location);
  table.properties = std::move(wanted.properties);
  table.properties.try_emplace(kCodec, "zstd");
  auto made = CreateIceberg(state_, call, place, BlankTable(call, place, wanted.name), table);
  if (!made) return FromGlue(std::move(made).error(), kExists);
  FIRN_OK(state_.TellCreated(call, LakeResourceOf(place.catalog, place.database, wanted.name)));
  return Loaded(*made);
}

Result<rest::Answer> GlueRest::LoadTable(const api::Call& call, const Request& request) {
  FIRN_OK(PlaceOf(call, request, "glue:GetTable", "ANY"));
  auto place = FindPlace(state_, call, Given(request.catalog_id), request.space(), request.table());
  if (!place) return FromGlue(std::move(place).error(), kFailed);
  auto found = state_.FindTable(call, place->catalog, place->database, place->table);
  if (!found) return FromGlue(std::move(found).error(), kFailed);
  if (!IsIceberg(*found)) return NotIceberg();
  if (request.http->method == "HEAD") return Answer{204, ""};
  auto loaded = LoadIceberg(state_, call, {place->catalog, place->database, false}, place->table);
  if (!loaded) return FromGlue(std::move(loaded).error(), kFailed);
  return Loaded(*loaded);
}

Result<rest::Answer> GlueRest::CommitTable(const api::Call& call, const Request& request) {
  FIRN_OK(PlaceOf(call, request, "glue:UpdateTable", "ALTER"));
  FIRN_TRY(const Json body, rest::BodyOf(*request.http));
  for (const char* member : {"requirements", "updates"}) {
    if (!body[member].is_array()) {
      return rest::BadRequest(std::string("Malformed request: ") + member + " must be a list");
    }
  }
  auto change = iceberg::ParseTableChange(body);
  if (!change) return rest::BadRequest("Malformed request: " + change.error().message);
  auto place = FindPlace(state_, call, Given(request.catalog_id), request.space(), request.table());
  if (!place) return FromGlue(std::move(place).error(), kFailed);
  auto committed =
      ChangeIceberg(state_, call, {place->catalog, place->database, false}, place->table, *change);
  if (!committed) return FromGlue(std::move(committed).error(), kFailed);
  return Loaded(*committed);
}

Result<rest::Answer> GlueRest::DropTable(const api::Call& call, const Request& request) {
  api::glue::DeleteTableInput input;
  input.catalog_id = Given(request.catalog_id);
  input.database_name = request.space();
  input.name = request.table();
  if (auto dropped = service_.DeleteTable(call, input); !dropped) {
    return FromGlue(std::move(dropped).error(), kFailed);
  }
  return Answer{204, ""};
}

}  // namespace firn::services::glue
