#include "iceberg/rest_protocol.h"

#include <algorithm>
#include <charconv>

#include "base/encoding.h"

namespace firn::iceberg::rest {
namespace {

using format::Json;

constexpr std::string_view kRoot = "/iceberg/v1/";
constexpr int32_t kPageMax = 1000;

struct KindStatus {
  std::string_view type;
  int status;
};

KindStatus StatusOf(Kind kind) {
  switch (kind) {
    case Kind::kInvalid: return {"BadRequestException", 400};
    case Kind::kNotFound: return {"NoSuchTableException", 404};
    case Kind::kExists: return {"AlreadyExistsException", 409};
    case Kind::kConflict: return {"CommitFailedException", 409};
    case Kind::kUnknownOutcome: return {"CommitStateUnknownException", 500};
    case Kind::kDenied: return {"ForbiddenException", 403};
    case Kind::kUnauthenticated: return {"NotAuthorizedException", 401};
    case Kind::kThrottled: return {"TooManyRequestsException", 429};
    case Kind::kUnavailable: return {"ServiceUnavailableException", 503};
    case Kind::kCanceled: return {"ServiceUnavailableException", 503};
    case Kind::kCorrupt: return {"InternalServerError", 500};
    case Kind::kUnsupported: return {"UnsupportedOperationException", 400};
    case Kind::kInternal: return {"InternalServerError", 500};
  }
  return {"InternalServerError", 500};
}

Unexpected Malformed(std::string message) {
  return BadRequest("Malformed request: " + std::move(message));
}

Json PageToken(const std::optional<std::string>& next_page) {
  return next_page ? Json(*next_page) : Json();
}

Json PropertiesJson(const Properties& properties) {
  Json node(Json::Object{});
  for (const auto& [name, value] : properties) node.Set(name, value);
  return node;
}

}  // namespace

Result<std::vector<std::string>> SegmentsOf(std::string_view path) {
  if (!path.starts_with(kRoot)) {
    return Failure(Kind::kUnsupported, "UnsupportedOperationException", 400,
                   "Not an Iceberg REST path: " + std::string(path));
  }
  std::vector<std::string> segments;
  path.remove_prefix(kRoot.size());
  while (!path.empty()) {
    const size_t slash = std::min(path.find('/'), path.size());
    auto decoded = PercentDecode(path.substr(0, slash));
    if (!decoded) return Malformed("the path is not percent-encoded correctly");
    segments.push_back(*std::move(decoded));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return segments;
}

std::string ParameterOf(const wire::HttpRequest& request, std::string_view name) {
  for (const auto& parameter : request.QueryParameters()) {
    if (parameter.name == name) return parameter.value;
  }
  return "";
}

wire::HttpResponse ErrorResponse(const Error& error) {
  const KindStatus fallback = StatusOf(error.kind);
  const bool typed = error.code.ends_with("Exception") && error.http_status != 0;
  Json detail(Json::Object{});
  detail.Set("message", error.message);
  detail.Set("type", typed ? std::string_view(error.code) : fallback.type);
  const int status = typed ? error.http_status : fallback.status;
  detail.Set("code", status);
  Json body(Json::Object{});
  body.Set("error", std::move(detail));
  wire::HttpResponse response;
  response.status = status;
  response.headers.Set("Content-Type", "application/json");
  response.body = wire::Body(body.Text());
  return response;
}

wire::HttpResponse ResponseTo(const wire::HttpRequest& request, Result<Answer> answer) {
  wire::HttpResponse response;
  if (!answer) {
    response = ErrorResponse(answer.error());
  } else {
    response.status = answer->status;
    if (!answer->body.empty()) {
      response.headers.Set("Content-Type", "application/json");
      response.body = wire::Body(std::move(answer->body));
    }
  }
  if (request.method == "HEAD") response.body = wire::Body();
  return response;
}

Unexpected Failure(Kind kind, std::string_view type, int status, std::string message) {
  return Fail(Error{kind, std::move(message), std::string(type), status, {}});
}

Unexpected BadRequest(std::string message) {
  return Failure(Kind::kInvalid, "BadRequestException", 400, std::move(message));
}

Unexpected NotOffered(std::string_view who, const wire::HttpRequest& request) {
  return Failure(Kind::kUnsupported, "UnsupportedOperationException", 400,
                 "Not offered by " + std::string(who) + ": " + request.method + " " + request.path);
}

Error WithType(Error error, std::string_view not_found, std::string_view conflict) {
  const KindStatus status = StatusOf(error.kind);
  error.code = status.type;
  error.http_status = status.status;
  if (error.kind == Kind::kNotFound) error.code = not_found;
  if (error.kind == Kind::kConflict || error.kind == Kind::kExists) error.code = conflict;
  return error;
}

Result<Json> BodyOf(const wire::HttpRequest& request) {
  FIRN_TRY(const std::string text, request.body.Read());
  auto body = format::ParseJson(text);
  if (!body) return Malformed(body.error().message);
  if (!body->is_object()) return Malformed("the body is not a JSON object");
  return *std::move(body);
}

Result<std::string> NamespaceOf(const Json& node, std::string_view member) {
  if (!node.is_array() || node.array().empty() || !node.array().front().is_string()) {
    return Malformed(std::string(member) + " must be a list of texts");
  }
  if (node.array().size() != 1) {
    return Malformed(std::string(member) + " must have one level");
  }
  return std::string(node.array().front().string_or(""));
}

Result<std::string> TextOf(const Json& object, std::string_view member) {
  const Json& value = object[member];
  if (!value.is_string()) return Malformed(std::string(member) + " must be a text");
  return std::string(value.string_or(""));
}

Result<Properties> PropertiesOf(const Json& object, std::string_view member) {
  const Json& node = object[member];
  Properties properties;
  if (node.is_null()) return properties;
  if (!node.is_object()) return Malformed(std::string(member) + " must be an object");
  for (const auto& [name, value] : node.object()) {
    if (!value.is_string()) return Malformed("property " + name + " must be a text");
    properties[name] = std::string(value.string_or(""));
  }
  return properties;
}

Result<Paging> PagingOf(const wire::HttpRequest& request) {
  Paging paging;
  if (std::string token = ParameterOf(request, "pageToken"); !token.empty()) {
    paging.token = std::move(token);
  }
  const std::string size = ParameterOf(request, "pageSize");
  if (size.empty()) return paging;
  int32_t number = 0;
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), number);
  if (error != std::errc() || end != size.data() + size.size() || number < 1) {
    return Malformed("pageSize must be a positive number");
  }
  paging.size = std::min(number, kPageMax);
  return paging;
}

Result<CreateRequest> CreateRequestOf(const Json& body) {
  CreateRequest request;
  FIRN_TRY(request.name, TextOf(body, "name"));
  request.stage = body["stage-create"].bool_or(false);
  if (body["location"].is_string()) {
    request.location = std::string(body["location"].string_or(""));
  }
  auto schema = ParseSchema(body["schema"]);
  if (!schema) return Malformed("schema: " + schema.error().message);
  request.schema = *std::move(schema);
  if (body["partition-spec"].is_object()) {
    auto spec = ParsePartitionSpec(body["partition-spec"]);
    if (!spec) return Malformed("partition-spec: " + spec.error().message);
    request.spec = *std::move(spec);
  }
  if (body["write-order"].is_object()) {
    auto order = ParseSortOrder(body["write-order"]);
    if (!order) return Malformed("write-order: " + order.error().message);
    request.order = *std::move(order);
  }
  FIRN_TRY(request.properties, PropertiesOf(body, "properties"));
  return request;
}

std::string LoadResult(std::string_view location, std::string_view metadata_text) {
  std::string body = "{\"metadata-location\":";
  format::WriteJsonString(location, body);
  body += ",\"metadata\":";
  body += metadata_text;
  body += ",\"config\":{}}";
  return body;
}

std::string NamespaceList(const std::vector<std::string>& names,
                          const std::optional<std::string>& next_page) {
  Json list(Json::Array{});
  for (const std::string& name : names) list.Append(Json::Array{Json(name)});
  Json body(Json::Object{});
  body.Set("namespaces", std::move(list));
  body.Set("next-page-token", PageToken(next_page));
  return body.Text();
}

std::string TableList(std::string_view namespace_name, const std::vector<std::string>& names,
                      const std::optional<std::string>& next_page) {
  Json identifiers(Json::Array{});
  for (const std::string& name : names) {
    Json identifier(Json::Object{});
    identifier.Set("namespace", Json::Array{Json(namespace_name)});
    identifier.Set("name", name);
    identifiers.Append(std::move(identifier));
  }
  Json body(Json::Object{});
  body.Set("identifiers", std::move(identifiers));
  body.Set("next-page-token", PageToken(next_page));
  return body.Text();
}

std::string NamespaceResult(std::string_view name, const Properties& properties) {
  Json body(Json::Object{});
  body.Set("namespace", Json::Array{Json(name)});
  body.Set("properties", PropertiesJson(properties));
  return body.Text();
}

std::string ConfigResult(std::string_view prefix, const std::vector<std::string_view>& endpoints) {
  Json overrides(Json::Object{});
  overrides.Set("prefix", prefix);
  Json list(Json::Array{});
  for (const std::string_view endpoint : endpoints) list.Append(endpoint);
  Json body(Json::Object{});
  body.Set("defaults", Json::Object{});
  body.Set("overrides", std::move(overrides));
  body.Set("endpoints", std::move(list));
  return body.Text();
}

}  // namespace firn::iceberg::rest
