#include "services/iam/managed.h"

#include <utility>

namespace firn::services::iam {
namespace {

std::shared_ptr<const PolicyRow> Managed(std::string name, std::string id, std::string version,
                                         std::string_view created, std::string_view updated,
                                         std::string description, std::string document) {
  auto row = std::make_shared<PolicyRow>();
  row->arn = "arn:aws:iam::aws:policy/" + name;
  row->name = std::move(name);
  row->id = std::move(id);
  row->created = ParseIso8601(created).value_or(Time{});
  row->updated = ParseIso8601(updated).value_or(Time{});
  row->description = std::move(description);
  row->versions[version] = {std::move(document), row->updated};
  row->default_version = std::move(version);
  return row;
}

}  // namespace

const std::map<std::string, std::shared_ptr<const PolicyRow>, std::less<>>& AwsManagedPolicies() {
  static const auto policies = [] {
    std::map<std::string, std::shared_ptr<const PolicyRow>, std::less<>> all;
    for (auto row : {
             Managed("AdministratorAccess", "ANPAIWMBCKSKIEE64ZLYK", "v1", "2015-02-06T18:39:46Z",
                     "2015-02-06T18:39:46Z", "Provides full access to AWS services and resources.",
                     R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*",)"
                     R"("Resource":"*"}]})"),
             Managed("AmazonS3FullAccess", "ANPAIFIR6V6BVTRAHWINE", "v2", "2015-02-06T18:40:58Z",
                     "2021-09-27T20:16:37Z",
                     "Provides full access to all buckets via the AWS Management Console.",
                     R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*",)"
                     R"("s3-object-lambda:*"],"Resource":"*"}]})"),
         }) {
      std::string arn = row->arn;
      all.emplace(std::move(arn), std::move(row));
    }
    return all;
  }();
  return policies;
}

}  // namespace firn::services::iam
