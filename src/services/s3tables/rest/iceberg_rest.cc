#include "services/s3tables/rest/iceberg_rest.h"

#include <algorithm>

#include "base/encoding.h"

namespace firn::services::s3tables {
namespace {

namespace rest = iceberg::rest;

const std::vector<std::string_view> kEndpoints = {
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

bool CanBeName(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Unexpected NoSuchRoute(const wire::HttpRequest& request) {
  return rest::NotOffered("S3 Tables", request);
}

}  // namespace

Error InIcebergWords(Error error, const Subject& subject, Clash clash) {
  const std::string what = subject.table.empty() ? "Namespace" : "Table";
  const std::string name =
      subject.table.empty() ? subject.space : subject.space + "." + subject.table;
  error = rest::WithType(std::move(error), "NotFoundException", "CommitFailedException");
  if (error.kind == Kind::kNotFound) {
    // A missing bucket is none of the things Iceberg has names for.
    if (subject.space.empty() || error.message == kNoSuchBucket) return error;
    if (subject.table.empty() || clash == Clash::kCreation) {
      error.code = "NoSuchNamespaceException";
      error.message = "Namespace does not exist: " + subject.space;
    } else {
      error.code = "NoSuchTableException";
      error.message = "Table does not exist: " + name;
    }
  }
  if (error.kind != Kind::kConflict && error.kind != Kind::kExists) return error;
  switch (clash) {
    case Clash::kCommit: break;
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

wire::HttpResponse IcebergRest::Handle(const api::Call& call, const wire::HttpRequest& request) {
  return rest::ResponseTo(request, Dispatch(call, request));
}

Result<IcebergRest::Answer> IcebergRest::Dispatch(const api::Call& call,
                                                  const wire::HttpRequest& http) {
  FIRN_TRY(const auto segments, rest::SegmentsOf(http.path));
  if (segments.size() == 1 && segments[0] == "config" && http.method == "GET")
    return Config(call, http);
  if (segments.empty()) return NoSuchRoute(http);
  Request request;
  request.method = http.method;
  request.http = &http;
  request.bucket_arn = segments[0];
  size_t next = 1;
  // Clients that send the ARN's slash as it is give it one segment more.
  if (request.bucket_arn.ends_with(":bucket") && segments.size() > 1)
    request.bucket_arn += "/" + segments[next++];
  request.rest.assign(segments.begin() + static_cast<ptrdiff_t>(next), segments.end());
  if (request.rest.empty()) return NoSuchRoute(http);
  // What cannot be a name names nothing. Engines ask for metadata tables ("t.snapshots") as tables
  // of a namespace with a table's name, and look further when there is none.
  if (request.rest[0] == "namespaces" && request.rest.size() > 1 && !CanBeName(request.rest[1])) {
    return Fail(
        InIcebergWords(Error{Kind::kNotFound, "", "", 404, {}}, request.subject(), Clash::kCommit));
  }
  if (request.rest[0] == "namespaces" && request.rest.size() <= 2)
    return DispatchNamespaces(call, request);
  if (request.rest[0] == "namespaces" && request.rest.size() <= 4 && request.rest[2] == "tables") {
    return DispatchTables(call, request);
  }
  if (request.method == "POST" && request.rest.size() == 2 && request.rest[0] == "tables" &&
      request.rest[1] == "rename") {
    return RenameTable(call, request);
  }
  return NoSuchRoute(http);
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
  return NoSuchRoute(*request.http);
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
  return NoSuchRoute(*request.http);
}

Result<IcebergRest::Answer> IcebergRest::Config(const api::Call& call,
                                                const wire::HttpRequest& http) {
  const std::string warehouse = rest::ParameterOf(http, "warehouse");
  if (warehouse.empty()) {
    return rest::BadRequest("The warehouse parameter is required: the ARN of a table bucket");
  }
  api::s3tables::GetTableBucketInput input;
  input.table_bucket_arn = warehouse;
  if (auto bucket = tables_.GetTableBucket(call, input); !bucket) {
    return Fail(InIcebergWords(std::move(bucket).error(), {}, Clash::kCommit));
  }
  return Answer{200, rest::ConfigResult(PercentEncode(warehouse), kEndpoints)};
}

}  // namespace firn::services::s3tables
