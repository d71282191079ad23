#include "services/glue/rest/glue_rest.h"

#include <array>

#include "base/encoding.h"

namespace firn::services::glue {
namespace {

namespace rest = iceberg::rest;

constexpr std::string_view kNoNamespace = "NoSuchNamespaceException";
constexpr std::string_view kExists = "AlreadyExistsException";

constexpr std::array<std::string_view, 13> kEndpoints = {
    "GET /v1/{prefix}/namespaces",
    "POST /v1/{prefix}/namespaces",
    "GET /v1/{prefix}/namespaces/{namespace}",
    "HEAD /v1/{prefix}/namespaces/{namespace}",
    "POST /v1/{prefix}/namespaces/{namespace}/properties",
    "DELETE /v1/{prefix}/namespaces/{namespace}",
    "GET /v1/{prefix}/namespaces/{namespace}/tables",
    "POST /v1/{prefix}/namespaces/{namespace}/tables",
    "GET /v1/{prefix}/namespaces/{namespace}/tables/{table}",
    "HEAD /v1/{prefix}/namespaces/{namespace}/tables/{table}",
    "POST /v1/{prefix}/namespaces/{namespace}/tables/{table}",
    "DELETE /v1/{prefix}/namespaces/{namespace}/tables/{table}",
    "GET /v1/config",
};

// A catalog's id from its segment in a path, where ':' stands for the '/' between levels and alone
// for the caller's default catalog.
std::string CatalogIdOf(std::string_view segment) {
  if (segment == ":") return "";
  std::string id(segment);
  size_t nesting = 0;
  if (AccountId::Parse(segment.substr(0, 12)) && (id.size() == 12 || id[12] == ':')) nesting = 13;
  for (size_t i = nesting; i < id.size(); ++i) {
    if (id[i] == ':') id[i] = '/';
  }
  return id;
}

std::string SegmentOf(std::string id) {
  for (char& c : id) {
    if (c == '/') c = ':';
  }
  return id;
}

// The Glue action that a request to a federated catalog stands for, and the Lake Formation
// permission it needs.
struct Meaning {
  std::string_view action;
  std::string_view lake;
};

std::optional<Meaning> MeaningOf(const std::string& method, size_t depth) {
  const bool reads = method == "GET" || method == "HEAD";
  if (depth == 1 && reads) return Meaning{"glue:GetDatabases", ""};
  if (depth == 1 && method == "POST") return Meaning{"glue:CreateDatabase", "CREATE_DATABASE"};
  if (depth == 2 && reads) return Meaning{"glue:GetDatabase", "ANY"};
  if (depth == 2 && method == "DELETE") return Meaning{"glue:DeleteDatabase", "DROP"};
  if (depth == 3 && reads) return Meaning{"glue:GetTables", ""};
  if (depth == 3 && method == "POST") return Meaning{"glue:CreateTable", "CREATE_TABLE"};
  if (depth == 4 && reads) return Meaning{"glue:GetTable", "ANY"};
  if (depth == 4 && method == "POST") return Meaning{"glue:UpdateTable", "ALTER"};
  if (depth == 4 && method == "DELETE") return Meaning{"glue:DeleteTable", "DROP"};
  return std::nullopt;
}

}  // namespace

wire::HttpResponse GlueRest::Handle(const api::Call& call, const wire::HttpRequest& http) {
  const auto segments = rest::SegmentsOf(http.path);
  if (!segments) return rest::ErrorResponse(segments.error());
  if (segments->size() == 1 && (*segments)[0] == "config" && http.method == "GET") {
    return rest::ResponseTo(http, Config(call, http));
  }
  const bool known = segments->size() >= 3 && (*segments)[0] == "catalogs" &&
                     (*segments)[2] == "namespaces" && segments->size() <= 6 &&
                     (segments->size() < 5 || (*segments)[4] == "tables" ||
                      ((*segments)[4] == "properties" && segments->size() == 5));
  if (!known) return rest::ResponseTo(http, rest::NotOffered("Glue", http));
  Request request;
  request.catalog_id = CatalogIdOf((*segments)[1]);
  request.rest.assign(segments->begin() + 2, segments->end());
  request.http = &http;
  auto ref = state_.Resolve(call, Given(request.catalog_id));
  if (!ref) {
    return rest::ResponseTo(
        http, Fail(rest::WithType(std::move(ref).error(), "NotFoundException", kExists)));
  }
  if (ref->kind == CatalogRef::Kind::kDefault) {
    return rest::ResponseTo(http, Dispatch(call, request));
  }
  auto response = Delegate(call, *ref, request);
  return response ? *std::move(response)
                  : rest::ResponseTo(http, Fail(std::move(response).error()));
}

Result<rest::Answer> GlueRest::Config(const api::Call& call, const wire::HttpRequest& http) {
  const std::string warehouse = rest::ParameterOf(http, "warehouse");
  const std::string id = CatalogIdOf(warehouse.empty() ? ":" : warehouse);
  api::glue::GetCatalogInput input;
  input.catalog_id = id.empty() ? call.account.text() : id;
  auto catalog = service_.GetCatalog(call, input);
  if (!catalog) {
    return Fail(rest::WithType(std::move(catalog).error(), "NotFoundException", kExists));
  }
  const std::string prefix = "catalogs/" + SegmentOf(catalog->catalog->catalog_id.value_or(""));
  return Answer{200, rest::ConfigResult(prefix, {kEndpoints.begin(), kEndpoints.end()})};
}

// A request to a catalog of table buckets goes on to S3 Tables' endpoint once Glue's own rights are
// proven: as the caller where IAM decides, as the owner under Lake Formation.
Result<wire::HttpResponse> GlueRest::Delegate(const api::Call& call, const CatalogRef& ref,
                                              const Request& request) {
  if (ref.kind == CatalogRef::Kind::kMount) {
    return Fail(
        rest::WithType({Kind::kNotFound, "Catalog not found", "", 0, {}}, kNoNamespace, kExists));
  }
  const std::string& method = request.http->method;
  const size_t depth = request.rest.size();
  const auto meaning = MeaningOf(method, depth);
  if (!meaning || (depth >= 3 && request.rest[2] != "tables")) {
    return rest::NotOffered("Glue for catalogs of table buckets", *request.http);
  }
  FIRN_OK(state_.gate.Authorize(
      call.principal, api::CircumstancesOf(call),
      NeedsOn(call, ref.id(), meaning->action, depth >= 2 ? request.space() : "",
              depth == 4 ? request.table() : "", meaning->lake)));
  // Without its mount the bucket is no catalog.
  if (auto found = state_.FindCatalog(call, ref); !found) {
    return Fail(rest::WithType(std::move(found).error(), kNoNamespace, kExists));
  }
  wire::HttpRequest onward = *request.http;
  onward.path = "/iceberg/v1/" + PercentEncode(TableBucketArn(call, ref));
  for (const std::string& segment : request.rest) onward.path += "/" + PercentEncode(segment);
  return federated_(state_.AsOwner(call, ref), onward);
}

Result<rest::Answer> GlueRest::Dispatch(const api::Call& call, const Request& request) {
  const std::string& method = request.http->method;
  const bool reads = method == "GET" || method == "HEAD";
  switch (request.rest.size()) {
    case 1:
      if (method == "GET") return ListNamespaces(call, request);
      if (method == "POST") return CreateNamespace(call, request);
      break;
    case 2:
      if (reads) return GetNamespace(call, request);
      if (method == "DELETE") return DropNamespace(call, request);
      break;
    case 3:
      if (request.rest[2] == "properties") {
        if (method == "POST") return UpdateProperties(call, request);
        break;
      }
      if (method == "GET") return ListTables(call, request);
      if (method == "POST") return CreateTable(call, request);
      break;
    default:
      if (reads) return LoadTable(call, request);
      if (method == "POST") return CommitTable(call, request);
      if (method == "DELETE") return DropTable(call, request);
      break;
  }
  return rest::NotOffered("Glue", *request.http);
}

Result<Glue::Located> GlueRest::PlaceOf(const api::Call& call, const Request& request,
                                        std::string_view action, std::string_view lake_permission) {
  const std::string table = request.rest.size() == 4 ? request.table() : "";
  const auto id = Given(request.catalog_id);
  const authz::Needs needs =
      table.empty()
          ? NeedsAlong(state_, call, id, action, request.space(), "", lake_permission)
          : NeedsOnTable(state_, call, id, action, request.space(), table, lake_permission);
  FIRN_OK(state_.gate.Authorize(call.principal, api::CircumstancesOf(call), needs));
  FIRN_TRY(const CatalogRef ref, state_.Resolve(call, id));
  auto located = state_.Locate(call, ref, request.space());
  if (!located) return Fail(rest::WithType(std::move(located).error(), kNoNamespace, kExists));
  return located;
}

}  // namespace firn::services::glue
