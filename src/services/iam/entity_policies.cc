#include "services/iam/entity_policies.h"

#include <algorithm>

namespace firn::services::iam {
namespace {

using api::iam::LimitExceededException;
using api::iam::NoSuchEntityException;

// How texts call who bears policies, and what it may bear.
struct BearerFacts {
  std::string_view word;
  std::string_view quota;
  size_t inline_bytes_max;
};
BearerFacts FactsOf(Bearer bearer) {
  switch (bearer) {
    case Bearer::kRole: return {"role", "PoliciesPerRole", kRolePoliciesBytesMax};
    case Bearer::kUser: return {"user", "PoliciesPerUser", kUserPoliciesBytesMax};
    case Bearer::kGroup: break;
  }
  return {"group", "PoliciesPerGroup", kGroupPoliciesBytesMax};
}

std::string Word(Bearer bearer) { return std::string(FactsOf(bearer).word); }

Unexpected NoInlinePolicy(Bearer bearer, std::string_view policy) {
  return NoSuchEntityException("The " + Word(bearer) + " policy with name " + std::string(policy) +
                               " cannot be found.");
}

}  // namespace

Result<void> PutInlinePolicy(Iam& iam, const api::Call& call, Bearer bearer,
                             const InlinePolicyChange& change) {
  FIRN_OK(CheckDocument(change.document));
  const size_t limit = FactsOf(bearer).inline_bytes_max;
  const auto put = [&](Entity& entity, const state::Reader&) -> Result<void> {
    entity.policies[std::string(change.policy)] = change.document;
    size_t bytes = 0;
    for (const auto& [name, document] : entity.policies) bytes += CountedBytes(document);
    if (bytes > limit) {
      return LimitExceededException("Maximum policy size of " + std::to_string(limit) +
                                    " bytes exceeded for " + Word(bearer) + " " + entity.name);
    }
    return {};
  };
  return iam.ChangeEntity(bearer, call.account, change.entity, put);
}

Result<std::string> GetInlinePolicy(const Iam& iam, const api::Call& call, Bearer bearer,
                                    std::string_view entity, std::string_view policy) {
  FIRN_TRY(auto found, iam.EntityOf(bearer, call.account, entity));
  const auto document = found->policies.find(std::string(policy));
  if (document == found->policies.end()) return NoInlinePolicy(bearer, policy);
  return document->second;
}

Result<void> DeleteInlinePolicy(Iam& iam, const api::Call& call, Bearer bearer,
                                std::string_view entity, std::string_view policy) {
  const auto erase = [&](Entity& found, const state::Reader&) -> Result<void> {
    if (found.policies.erase(std::string(policy)) == 0) return NoInlinePolicy(bearer, policy);
    return {};
  };
  return iam.ChangeEntity(bearer, call.account, entity, erase);
}

Result<std::vector<std::string>> InlinePolicyNames(const Iam& iam, const api::Call& call,
                                                   Bearer bearer, std::string_view entity) {
  FIRN_TRY(auto found, iam.EntityOf(bearer, call.account, entity));
  std::vector<std::string> names;
  for (const auto& [name, document] : found->policies) names.push_back(name);
  return names;
}

Result<void> AttachPolicy(Iam& iam, const api::Call& call, Bearer bearer, std::string_view entity,
                          const std::string& arn) {
  const auto attach = [&](Entity& found, const state::Reader& reader) -> Result<void> {
    auto policy = Iam::PolicyIn(reader, call.account, arn);
    if (!policy && policy.error().kind == Kind::kNotFound) {
      return NoSuchEntityException("Policy " + arn + " does not exist or is not attachable.");
    }
    FIRN_OK(policy);
    if ((*policy)->path.starts_with("/aws-service-role/")) {
      return api::iam::PolicyNotAttachableException(
          "Cannot attach a Service Role Policy to a Customer Role.");
    }
    auto& attached = found.attached;
    if (std::find(attached.begin(), attached.end(), arn) != attached.end()) return {};
    if (attached.size() >= kAttachedPoliciesMax) {
      return LimitExceededException("Cannot exceed quota for " +
                                    std::string(FactsOf(bearer).quota) + ": " +
                                    std::to_string(kAttachedPoliciesMax));
    }
    attached.push_back(arn);
    return {};
  };
  return iam.ChangeEntity(bearer, call.account, entity, attach);
}

Result<void> DetachPolicy(Iam& iam, const api::Call& call, Bearer bearer, std::string_view entity,
                          const std::string& arn) {
  const auto detach = [&](Entity& found, const state::Reader&) -> Result<void> {
    if (std::erase(found.attached, arn) == 0) {
      return NoSuchEntityException("Policy " + arn + " was not found.");
    }
    return {};
  };
  return iam.ChangeEntity(bearer, call.account, entity, detach);
}

Result<std::vector<api::iam::AttachedPolicy>> AttachedPolicies(
    const Iam& iam, const api::Call& call, Bearer bearer, std::string_view entity,
    const std::optional<std::string>& path_prefix) {
  FIRN_TRY(auto found, iam.EntityOf(bearer, call.account, entity));
  return AttachedTo(iam, call, *found, path_prefix);
}

Result<std::vector<api::iam::AttachedPolicy>> AttachedTo(
    const Iam& iam, const api::Call& call, const Entity& entity,
    const std::optional<std::string>& path_prefix) {
  std::vector<api::iam::AttachedPolicy> policies;
  for (const std::string& arn : entity.attached) {
    auto policy = iam.Policy(call.account, arn);
    if (!policy && policy.error().kind == Kind::kNotFound)
      continue;  // deleted while it was attached
    FIRN_OK(policy);
    if (path_prefix && !(*policy)->path.starts_with(*path_prefix)) continue;
    policies.push_back({(*policy)->name, (*policy)->arn});
  }
  std::sort(policies.begin(), policies.end(),
            [](const auto& a, const auto& b) { return a.policy_arn < b.policy_arn; });
  return policies;
}

Result<void> SetBoundary(Iam& iam, const api::Call& call, Bearer bearer, std::string_view entity,
                         const std::optional<std::string>& arn) {
  FIRN_OK(CheckBoundary(iam, call, arn));
  const auto set = [&](Entity& found, const state::Reader&) -> Result<void> {
    if (!arn && !found.boundary) {
      return NoSuchEntityException("Permissions boundary for " + Word(bearer) + " " + found.name +
                                   " cannot be found.");
    }
    found.boundary = arn;
    return {};
  };
  return iam.ChangeEntity(bearer, call.account, entity, set);
}

Result<void> CheckNoPolicies(const Entity& entity) {
  if (!entity.attached.empty()) {
    return api::iam::DeleteConflictException(
        "Cannot delete entity, must detach all policies first.");
  }
  if (!entity.policies.empty()) {
    return api::iam::DeleteConflictException("Cannot delete entity, must delete policies first.");
  }
  return {};
}

authz::Needs OnBearer(const Iam& iam, const api::Call& call, Bearer bearer, std::string_view action,
                      std::string_view name) {
  switch (bearer) {
    case Bearer::kRole: return On<RoleRow>(iam, call, action, name);
    case Bearer::kUser: return On<UserRow>(iam, call, action, name);
    case Bearer::kGroup: break;
  }
  return On<GroupRow>(iam, call, action, name);
}

authz::Needs ToAttach(const Iam& iam, const api::Call& call, Bearer bearer, std::string_view action,
                      std::string_view entity, const std::string& arn) {
  authz::Needs needs = OnBearer(iam, call, bearer, action, entity);
  needs.front().context["iam:PolicyARN"] = {arn};
  return needs;
}

}  // namespace firn::services::iam
