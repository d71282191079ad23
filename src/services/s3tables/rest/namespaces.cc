// Namespaces over Iceberg REST. S3 Tables has one level and no properties of their own.

#include "services/s3tables/rest/iceberg_rest.h"
#include "services/s3tables/rest/request_body.h"

namespace firn::services::s3tables {
namespace {

using format::Json;

}  // namespace

Result<IcebergRest::Answer> IcebergRest::ListNamespaces(const api::Call& call,
                                                        const Request& request) {
  // Namespaces have one level, so below any of them there is nothing.
  if (const std::string parent = request.Parameter("parent"); !parent.empty()) {
    api::s3tables::GetNamespaceInput input{request.bucket_arn, parent};
    if (auto found = tables_.GetNamespace(call, input); !found) {
      return Fail(InIcebergWords(std::move(found).error(), {parent, ""}, Clash::kCommit));
    }
    return Answer{200, R"({"namespaces":[],"next-page-token":null})"};
  }
  api::s3tables::ListNamespacesInput input;
  input.table_bucket_arn = request.bucket_arn;
  FIRN_TRY(const Paging paging,
           PagingOf(request.Parameter("pageToken"), request.Parameter("pageSize")));
  input.continuation_token = paging.token;
  input.max_namespaces = paging.size;
  auto page = tables_.ListNamespaces(call, input);
  if (!page) return Fail(InIcebergWords(std::move(page).error(), {}, Clash::kCommit));
  Json names(Json::Array{});
  for (const auto& space : page->namespaces)
    names.Append(Json::Array{Json(space.namespace_.front())});
  Json body(Json::Object{});
  body.Set("namespaces", std::move(names));
  body.Set("next-page-token", page->continuation_token ? Json(*page->continuation_token) : Json());
  return Answer{200, body.Text()};
}

Result<IcebergRest::Answer> IcebergRest::CreateNamespace(const api::Call& call,
                                                         const Request& request) {
  FIRN_TRY(const Json body, BodyOf(*request.http));
  FIRN_TRY(const std::string name, NamespaceOf(body["namespace"], "namespace"));
  for (const auto& [key, value] : body["properties"].object()) {
    if (key != "owner" && key != "location") {
      return IcebergFailure(Kind::kInvalid, "BadRequestException", 400,
                            "S3 Tables keeps no namespace properties: " + key);
    }
  }
  api::s3tables::CreateNamespaceInput input{request.bucket_arn, {name}};
  if (auto made = tables_.CreateNamespace(call, input); !made) {
    return Fail(InIcebergWords(std::move(made).error(), {name, ""}, Clash::kExistence));
  }
  Json answer(Json::Object{});
  answer.Set("namespace", Json::Array{Json(name)});
  answer.Set("properties", Json::Object{});
  return Answer{200, answer.Text()};
}

Result<IcebergRest::Answer> IcebergRest::GetNamespace(const api::Call& call,
                                                      const Request& request) {
  api::s3tables::GetNamespaceInput input{request.bucket_arn, request.rest[1]};
  auto found = tables_.GetNamespace(call, input);
  if (!found)
    return Fail(InIcebergWords(std::move(found).error(), request.subject(), Clash::kCommit));
  if (request.method == "HEAD") return Answer{204, ""};
  Json properties(Json::Object{});
  properties.Set("owner", found->owner_account_id);
  Json answer(Json::Object{});
  answer.Set("namespace", Json::Array{Json(request.rest[1])});
  answer.Set("properties", std::move(properties));
  return Answer{200, answer.Text()};
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
