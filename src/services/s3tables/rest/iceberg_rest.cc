#include "services/s3tables/rest/iceberg_rest.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"

namespace firn::services::s3tables {
namespace {

using format::Json;

constexpr std::string_view kRoot = "/iceberg/v1/";

constexpr std::array kEndpoints = {
    "GET /v1/{prefix}/namespaces",
    "POST /v1/{prefix}/namespaces",
    "GET /v1/{prefix}/namespaces/{namespace}",
    "HEAD /v1/{prefix}/namespaces/{namespace}",
    "DELETE /v1/{prefix}/namespaces/{namespace}",
    "GET /v1/{prefix}/namespaces/{namespace}/tables",
    "POST /v1/{prefix}/namespaces/{namespace}/tables",
    "GET /v1/{prefix}/namespaces/{namespace}/tables/{table}",
    "HEAD /v1/{prefix}/namespaces/{namespace}/tables/{table}",
    "POST /v1/{prefix}/namespaces/{namespace}/tables/{table}",
    "DELETE /v1/{prefix}/namespaces/{namespace}/tables/{table}",
    "POST /v1/{prefix}/tables/rename",
};

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

// The path's segments, split first and decoded after, so that an ARN's encoded slash stays inside
// its segment.
Result<std::vector<std::string>> Segments(std::string_view path) {
  std::vector<std::string> segments;
  path.remove_prefix(std::min(path.size(), kRoot.size()));
  while (!path.empty()) {
    const size_t slash = std::min(path.find('/'), path.size());
    auto decoded = PercentDecode(path.substr(0, slash));
    if (!decoded)
      return Fail(Kind::kInvalid, "Malformed request: the path is not percent-encoded correctly");
    segments.push_back(*std::move(decoded));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return segments;
}

bool CanBeName(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Unexpected NoSuchRoute(std::string_view method, std::string_view path) {
  return IcebergFailure(
      Kind::kUnsupported, "UnsupportedOperationException", 400,
      "Not offered by S3 Tables: " + std::string(method) + " " + std::string(path));
}

}  // namespace

wire::HttpResponse IcebergError(const Error& error) {
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

Unexpected IcebergFailure(Kind kind, std::string_view type, int status, std::string message) {
  return Fail(Error{kind, std::move(message), std::string(type), status, {}});
}

Error InIcebergWords(Error error, const Subject& subject, Clash clash) {
  const KindStatus status = StatusOf(error.kind);
  const std::string what = subject.table.empty() ? "Namespace" : "Table";
  const std::string name =
      subject.table.empty() ? subject.space : subject.space + "." + subject.table;
  error.code = status.type;
  error.http_status = status.status;
  if (error.kind == Kind::kNotFound) {
    // A missing bucket is none of the things Iceberg has names for.
    if (subject.space.empty() || error.message == kNoSuchBucket) {
      error.code = "NotFoundException";
    } else if (subject.table.empty() || clash == Clash::kCreation) {
      error.code = "NoSuchNamespaceException";
      error.message = "Namespace does not exist: " + subject.space;
    } else {
      error.code = "NoSuchTableException";
      error.message = "Table does not exist: " + name;
    }
  }
  if (error.kind != Kind::kConflict && error.kind != Kind::kExists) return error;
  switch (clash) {
    case Clash::kCommit: error.code = "CommitFailedException"; break;
    case Clash::kCreation:
    case Clash::kExistence:
      error.code = "AlreadyExistsException";
      error.message = what + " already exists: " + name;
      break;
    case Clash::kContent:
      error.code = "NamespaceNotEmptyException";
      error.message = "Namespace is not empty: " + name;
      break;
  }
  return error;
}

Subject IcebergRest::Request::subject() const {
  return {rest.size() > 1 ? rest[1] : "", rest.size() > 3 ? rest[3] : ""};
}

std::string IcebergRest::Request::Parameter(std::string_view name) const {
  for (const auto& parameter : parameters) {
    if (parameter.name == name) return parameter.value;
  }
  return "";
}

wire::HttpResponse IcebergRest::Handle(const api::Call& call, const wire::HttpRequest& request) {
  auto answer = Dispatch(call, request);
  if (!answer) {
    wire::HttpResponse response = IcebergError(answer.error());
    if (request.method == "HEAD") response.body = wire::Body();
    return response;
  }
  wire::HttpResponse response;
  response.status = answer->status;
  if (!answer->body.empty()) {
    response.headers.Set("Content-Type", "application/json");
    response.body = wire::Body(std::move(answer->body));
  }
  return response;
}

Result<IcebergRest::Answer> IcebergRest::Dispatch(const api::Call& call,
                                                  const wire::HttpRequest& http) {
  if (!http.path.starts_with(kRoot)) return NoSuchRoute(http.method, http.path);
  FIRN_TRY(auto segments, Segments(http.path));
  if (segments.size() == 1 && segments[0] == "config" && http.method == "GET")
    return Config(call, http);
  if (segments.empty()) return NoSuchRoute(http.method, http.path);
  Request request;
  request.method = http.method;
  request.parameters = http.QueryParameters();
  request.http = &http;
  request.bucket_arn = segments[0];
  size_t next = 1;
  // Clients that send the ARN's slash as it is give it one segment more.
  if (request.bucket_arn.ends_with(":bucket") && segments.size() > 1)
    request.bucket_arn += "/" + segments[next++];
  request.rest.assign(segments.begin() + static_cast<ptrdiff_t>(next), segments.end());
  if (request.rest.empty()) return NoSuchRoute(http.method, http.path);
  if (request.rest[0] == "namespaces" && request.rest.size() <= 2)
    return DispatchNamespaces(call, request);
  if (request.rest[0] == "namespaces" && request.rest.size() <= 4 && request.rest[2] == "tables") {
    return DispatchTables(call, request);
  }
  if (request.method == "POST" && request.rest.size() == 2 && request.rest[0] == "tables" &&
      request.rest[1] == "rename") {
    return RenameTable(call, request);
  }
  return NoSuchRoute(http.method, http.path);
}

Result<IcebergRest::Answer> IcebergRest::DispatchNamespaces(const api::Call& call,
                                                            const Request& request) {
  if (request.rest.size() == 1) {
    if (request.method == "GET") return ListNamespaces(call, request);
    if (request.method == "POST") return CreateNamespace(call, request);
  } else {
    if (request.method == "GET" || request.method == "HEAD") return GetNamespace(call, request);
    if (request.method == "DELETE") return DropNamespace(call, request);
  }
  return NoSuchRoute(request.method, request.http->path);
}

Result<IcebergRest::Answer> IcebergRest::DispatchTables(const api::Call& call,
                                                        const Request& request) {
  if (request.rest.size() == 3) {
    if (request.method == "GET") return ListTables(call, request);
    if (request.method == "POST") return CreateTable(call, request);
  } else {
    if (request.method == "GET") return LoadTable(call, request);
    if (request.method == "HEAD") return TableExists(call, request);
    if (request.method == "POST") return CommitTable(call, request);
    if (request.method == "DELETE") return DropTable(call, request);
  }
  return NoSuchRoute(request.method, request.http->path);
}

Result<IcebergRest::Answer> IcebergRest::Config(const api::Call& call,
                                                const wire::HttpRequest& http) {
  std::string warehouse;
  for (const auto& parameter : http.QueryParameters()) {
    if (parameter.name == "warehouse") warehouse = parameter.value;
  }
  if (warehouse.empty()) {
    return IcebergFailure(Kind::kInvalid, "BadRequestException", 400,
                          "The warehouse parameter is required: the ARN of a table bucket");
  }
  api::s3tables::GetTableBucketInput input;
  input.table_bucket_arn = warehouse;
  if (auto bucket = tables_.GetTableBucket(call, input); !bucket) {
    return Fail(InIcebergWords(std::move(bucket).error(), {}, Clash::kCommit));
  }
  Json overrides(Json::Object{});
  overrides.Set("prefix", PercentEncode(warehouse));
  Json endpoints(Json::Array{});
  for (const char* endpoint : kEndpoints) endpoints.Append(endpoint);
  Json body(Json::Object{});
  body.Set("defaults", Json::Object{});
  body.Set("overrides", std::move(overrides));
  body.Set("endpoints", std::move(endpoints));
  return Answer{200, body.Text()};
}

}  // namespace firn::services::s3tables
