#include "converge/role_step.h"

#include "api/iam.h"
#include "base/encoding.h"
#include "converge/steps.h"

namespace firn::converge {
namespace {

namespace iam = api::iam;

// IAM answers documents percent-encoded.
Result<format::Json> DecodeDocument(std::string_view encoded) {
  const auto text = PercentDecode(encoded);
  if (!text) return Fail(Kind::kCorrupt, "IAM answered a policy document that is not percent-encoded");
  return format::ParseJson(*text);
}

Result<std::optional<iam::Role>> FindRole(const Site& site, const std::string& name) {
  iam::GetRoleInput input;
  input.role_name = name;
  FIRN_TRY(auto found, Found(site.aws.iam.GetRole(site.call(), input)));
  if (!found) return std::optional<iam::Role>();
  return std::optional<iam::Role>(std::move(found->role));
}

Result<bool> PolicyMatches(const Site& site, const std::string& role, const std::string& policy,
                           const format::Json& wanted) {
  iam::GetRolePolicyInput input;
  input.role_name = role;
  input.policy_name = policy;
  FIRN_TRY(const auto found, Found(site.aws.iam.GetRolePolicy(site.call(), input)));
  if (!found) return false;
  FIRN_TRY(const auto live, DecodeDocument(found->policy_document));
  return live == wanted;
}

bool IsOurs(const iam::Role& role, const Site& site) {
  if (!role.tags) return false;
  for (const auto& tag : *role.tags) {
    if (tag.key == kOwnerTag && tag.value == site.names.base) return true;
  }
  return false;
}

}  // namespace

Result<Change> RoleStep::Compare(const Site& site) {
  const std::string name = name_of_(site);
  FIRN_TRY(const auto role, FindRole(site, name));
  if (!role) return Create();
  FIRN_TRY(const auto trust, DecodeDocument(role->assume_role_policy_document.value_or("")));
  if (!(trust == spec_.trust(site))) return Update("its trust policy differs");
  FIRN_TRY(const bool same, PolicyMatches(site, name, spec_.policy_name, spec_.policy(site)));
  return same ? Unchanged() : Update("its policy " + spec_.policy_name + " differs or is missing");
}

Result<void> RoleStep::Act(const Site& site, const Change& change) {
  const std::string name = name_of_(site);
  if (change.action == Action::kCreate) {
    iam::CreateRoleInput input;
    input.role_name = name;
    input.assume_role_policy_document = spec_.trust(site).Text();
    input.description = "Made by firn for lake " + site.names.base;
    input.tags.emplace();
    for (const auto& [key, value] : site.lake.tags) input.tags->push_back({key, value});
    input.tags->push_back({kOwnerTag, site.names.base});
    FIRN_OK(site.aws.iam.CreateRole(site.call(), input));
  } else {
    iam::UpdateAssumeRolePolicyInput input;
    input.role_name = name;
    input.policy_document = spec_.trust(site).Text();
    FIRN_OK(site.aws.iam.UpdateAssumeRolePolicy(site.call(), input));
  }
  iam::PutRolePolicyInput policy;
  policy.role_name = name;
  policy.policy_name = spec_.policy_name;
  policy.policy_document = spec_.policy(site).Text();
  FIRN_OK(site.aws.iam.PutRolePolicy(site.call(), policy));
  return {};
}

Result<Change> RoleStep::CompareForRemoval(const Site& site) {
  FIRN_TRY(const auto role, FindRole(site, name_of_(site)));
  if (!role) return Unchanged();
  if (!spec_.keep_reason.empty()) return Change{id(), Action::kKeep, spec_.keep_reason};
  if (!IsOurs(*role, site)) return Change{id(), Action::kKeep, "it does not carry this lake's tag"};
  return Change{id(), Action::kDelete, "made by this lake"};
}

Result<void> RoleStep::Remove(const Site& site) {
  iam::DeleteRolePolicyInput policy;
  policy.role_name = name_of_(site);
  policy.policy_name = spec_.policy_name;
  FIRN_TRY([[maybe_unused]] const auto gone, Found(site.aws.iam.DeleteRolePolicy(site.call(), policy)));
  iam::DeleteRoleInput role;
  role.role_name = policy.role_name;
  FIRN_OK(site.aws.iam.DeleteRole(site.call(), role));
  return {};
}

}  // namespace firn::converge
