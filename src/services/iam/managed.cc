#include "services/iam/managed.h"

#include <utility>

#include "services/iam/managed_policies.h"

namespace firn::services::iam {
namespace {

std::shared_ptr<const PolicyRow> RowOf(const ManagedPolicy& published) {
  auto row = std::make_shared<PolicyRow>();
  row->name = published.name;
  row->path = published.path;
  row->arn = "arn:aws:iam::aws:policy" + row->path + row->name;
  row->id = published.id;
  row->created = ParseIso8601(published.created).value_or(Time{});
  row->updated = ParseIso8601(published.updated).value_or(Time{});
  row->default_version = published.version;
  row->versions[row->default_version] = {std::string(published.document), row->updated};
  return row;
}

}  // namespace

const std::map<std::string, std::shared_ptr<const PolicyRow>, std::less<>>& AwsManagedPolicies() {
  static const auto policies = [] {
    std::map<std::string, std::shared_ptr<const PolicyRow>, std::less<>> all;
    for (const ManagedPolicy& published : PublishedPolicies()) {
      auto row = RowOf(published);
      std::string arn = row->arn;
      all.emplace(std::move(arn), std::move(row));
    }
    return all;
  }();
  return policies;
}

}  // namespace firn::services::iam
