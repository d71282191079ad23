// Namespaces over Iceberg REST. S3 Tables has one level and no properties of their own.

#include "services/s3tables/rest/iceberg_rest.h"

namespace firn::services::s3tables {
namespace {

namespace rest = iceberg::rest;

}  // namespace

Result<IcebergRest::Answer> IcebergRest::ListNamespaces(const api::Call& call,
                                                        const Request& request) {
  // Namespaces have one level, so below any of them there is nothing.
  if (const std::string parent = rest::ParameterOf(*request.http, "parent"); !parent.empty()) {
    api::s3tables::GetNamespaceInput input{request.bucket_arn, parent};
    if (auto found = tables_.GetNamespace(call, input); !found) {
      Error error = std::move(found).error();
      // What cannot be a namespace's name is the name of none.
      if (error.kind == Kind::kInvalid) error.kind = Kind::kNotFound;
      return Fail(InIcebergWords(std::move(error), {parent, ""}, Clash::kCommit));
    }
    return Answer{200, rest::NamespaceList({}, std::nullopt)};
  }
  api::s3tables::ListNamespacesInput input;
  input.table_bucket_arn = request.bucket_arn;
  FIRN_TRY(const auto paging, rest::PagingOf(*request.http));
  input.continuation_token = paging.token;
  input.max_namespaces = paging.size;
  auto page = tables_.ListNamespaces(call, input);
  if (!page) return Fail(InIcebergWords(std::move(page).error(), {}, Clash::kCommit));
  std::vector<std::string> names;
  for (const auto& space : page->namespaces) names.push_back(space.namespace_.front());
  return Answer{200, rest::NamespaceList(names, page->continuation_token)};
}

Result<IcebergRest::Answer> IcebergRest::CreateNamespace(const api::Call& call,
                                                         const Request& request) {
  FIRN_TRY(const format::Json body, rest::BodyOf(*request.http));
  FIRN_TRY(const std::string name, rest::NamespaceOf(body["namespace"], "namespace"));
  FIRN_TRY(const auto properties, rest::PropertiesOf(body, "properties"));
  for (const auto& [key, value] : properties) {
    if (key != "owner" && key != "location") {
      return rest::BadRequest("S3 Tables keeps no namespace properties: " + key);
    }
  }
  api::s3tables::CreateNamespaceInput input{request.bucket_arn, {name}};
  if (auto made = tables_.CreateNamespace(call, input); !made) {
    return Fail(InIcebergWords(std::move(made).error(), {name, ""}, Clash::kExistence));
  }
  return Answer{200, rest::NamespaceResult(name, {})};
}

Result<IcebergRest::Answer> IcebergRest::GetNamespace(const api::Call& call,
                                                      const Request& request) {
  api::s3tables::GetNamespaceInput input{request.bucket_arn, request.rest[1]};
  auto found = tables_.GetNamespace(call, input);
  if (!found)
    return Fail(InIcebergWords(std::move(found).error(), request.subject(), Clash::kCommit));
  if (request.method == "HEAD") return Answer{204, ""};
  return Answer{200, rest::NamespaceResult(request.rest[1], {{"owner", found->owner_account_id}})};
}

Result<IcebergRest::Answer> IcebergRest::DropNamespace(const api::Call& call,
                                                       const Request& request) {
  api::s3tables::DeleteNamespaceInput input{request.bucket_arn, request.rest[1]};
  if (auto dropped = tables_.DeleteNamespace(call, input); !dropped) {
    return Fail(InIcebergWords(std::move(dropped).error(), request.subject(), Clash::kContent));
  }
  return Answer{204, ""};
}

}  // namespace firn::services::s3tables
