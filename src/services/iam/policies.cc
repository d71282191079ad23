#include "services/iam/policies.h"

#include <algorithm>

#include "services/iam/managed.h"

namespace firn::services::iam {
namespace {

// Adds the rows of one kind that hold the policy in the way the request asks about.
template <class Row>
Result<void> AddHolders(const Iam& iam, const api::Call& call, Bearer bearer,
                        const api::iam::ListEntitiesForPolicyInput& input,
                        std::vector<Holder>& holders) {
  const std::string usage = input.policy_usage_filter.value_or("");
  FIRN_TRY(const auto rows, RowsUnder<Row>(iam, call, input.path_prefix));
  for (const auto& row : rows) {
    const Entity& entity = row->entity;
    const bool attached = std::find(entity.attached.begin(), entity.attached.end(),
                                    input.policy_arn) != entity.attached.end();
    const bool bounded = entity.boundary == input.policy_arn;
    const bool wanted =
        (attached && usage != "PermissionsBoundary") || (bounded && usage != "PermissionsPolicy");
    if (!wanted) continue;
    const std::string place = std::string(KindOf<Row>::kKey) + "/" + entity.name;
    holders.push_back({bearer, entity.name, entity.id, place});
  }
  return {};
}

}  // namespace

Result<void> CheckVersion(const PolicyRow& policy, const std::string& version) {
  if (policy.versions.contains(version)) return {};
  return api::iam::NoSuchEntityException("Policy " + policy.arn + " version " + version +
                                         " does not exist or is not attachable.");
}

api::iam::PolicyVersion ApiVersion(const PolicyRow& policy, const std::string& version) {
  api::iam::PolicyVersion shape;
  shape.version_id = version;
  shape.is_default_version = version == policy.default_version;
  shape.create_date = policy.versions.at(version).created;
  return shape;
}

Result<std::vector<Iam::RowPointer<PolicyRow>>> ListedPolicies(
    const Iam& iam, const api::Call& call, const api::iam::ListPoliciesInput& input) {
  const std::string scope = input.scope.value_or("All");
  std::vector<Iam::RowPointer<PolicyRow>> rows;
  if (scope != "AWS") {
    FIRN_TRY(rows, iam.All<PolicyRow>(call.account));
  }
  if (scope != "Local") {
    for (const auto& [arn, row] : AwsManagedPolicies()) rows.push_back(row);
  }
  FIRN_TRY(const auto usages, iam.UsagesIn(call.account));
  const std::string usage = input.policy_usage_filter.value_or("");
  std::erase_if(rows, [&](const auto& row) {
    const auto found = usages.find(row->arn);
    const Iam::Usage used = found == usages.end() ? Iam::Usage() : found->second;
    if (!row->path.starts_with(input.path_prefix.value_or("/"))) return true;
    if (usage == "PermissionsBoundary") return used.boundaries == 0;
    if (usage == "PermissionsPolicy") return used.attachments == 0;
    return input.only_attached.value_or(false) && used.attachments == 0;
  });
  return rows;
}

Result<std::vector<Holder>> HoldersOf(const Iam& iam, const api::Call& call,
                                      const api::iam::ListEntitiesForPolicyInput& input) {
  const std::string filter = input.entity_filter.value_or("");
  const auto wanted = [&](std::string_view kind) { return filter.empty() || filter == kind; };
  std::vector<Holder> holders;
  if (wanted("Group")) {
    FIRN_OK(AddHolders<GroupRow>(iam, call, Bearer::kGroup, input, holders));
  }
  if (wanted("Role")) FIRN_OK(AddHolders<RoleRow>(iam, call, Bearer::kRole, input, holders));
  if (wanted("User")) FIRN_OK(AddHolders<UserRow>(iam, call, Bearer::kUser, input, holders));
  return holders;
}

}  // namespace firn::services::iam
