#include "services/iam/entity_policies.h"

#include <algorithm>

namespace firn::services::iam {
namespace {

using api::iam::LimitExceededException;
using api::iam::NoSuchEntityException;

std::string_view Word(Bearer bearer) { return bearer == Bearer::kRole ? "role" : "user"; }

Unexpected NoInlinePolicy(Bearer bearer, std::string_view policy) {
  return NoSuchEntityException("The " + std::string(Word(bearer)) + " policy with name " +
                               std::string(policy) + " cannot be found.");
}

}  // namespace

Result<void> PutInlinePolicy(Iam& iam, const api::Call& call, Bearer bearer,
                             const InlinePolicyChange& change) {
  FIRN_OK(CheckDocument(change.document));
  const size_t limit = bearer == Bearer::kRole ? kRolePoliciesBytesMax : kUserPoliciesBytesMax;
  return iam.ChangeEntity(bearer, call.account, change.entity, [&](Entity& entity) -> Result<void> {
    entity.policies[std::string(change.policy)] = change.document;
    size_t bytes = 0;
    for (const auto& [name, document] : entity.policies) bytes += CountedBytes(document);
    if (bytes > limit) {
      return LimitExceededException("Maximum policy size of " + std::to_string(limit) +
                                    " bytes exceeded for " + std::string(Word(bearer)) + " " +
                                    entity.name);
    }
    return {};
  });
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
  return iam.ChangeEntity(bearer, call.account, entity, [&](Entity& found) -> Result<void> {
    if (found.policies.erase(std::string(policy)) == 0) return NoInlinePolicy(bearer, policy);
    return {};
  });
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
  auto policy = iam.Policy(call.account, arn);
  if (!policy && policy.error().kind == Kind::kNotFound) {
    return NoSuchEntityException("Policy " + arn + " does not exist or is not attachable.");
  }
  FIRN_OK(std::move(policy));
  return iam.ChangeEntity(bearer, call.account, entity, [&](Entity& found) -> Result<void> {
    auto& attached = found.attached;
    if (std::find(attached.begin(), attached.end(), arn) != attached.end()) return {};
    if (attached.size() >= kAttachedPoliciesMax) {
      const std::string quota = bearer == Bearer::kRole ? "PoliciesPerRole" : "PoliciesPerUser";
      return LimitExceededException("Cannot exceed quota for " + quota + ": " +
                                    std::to_string(kAttachedPoliciesMax));
    }
    attached.push_back(arn);
    return {};
  });
}

Result<void> DetachPolicy(Iam& iam, const api::Call& call, Bearer bearer, std::string_view entity,
                          const std::string& arn) {
  return iam.ChangeEntity(bearer, call.account, entity, [&](Entity& found) -> Result<void> {
    if (std::erase(found.attached, arn) == 0) {
      return NoSuchEntityException("Policy " + arn + " was not found.");
    }
    return {};
  });
}

Result<std::vector<api::iam::AttachedPolicy>> AttachedPolicies(
    const Iam& iam, const api::Call& call, Bearer bearer, std::string_view entity,
    const std::optional<std::string>& path_prefix) {
  FIRN_TRY(auto found, iam.EntityOf(bearer, call.account, entity));
  std::vector<api::iam::AttachedPolicy> policies;
  for (const std::string& arn : found->attached) {
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

authz::Needs ToAttach(const Iam& iam, const api::Call& call, Bearer bearer, std::string_view action,
                      std::string_view entity, const std::string& arn) {
  authz::Needs needs = bearer == Bearer::kRole ? OnRole(iam, call, action, entity)
                                               : OnUser(iam, call, action, entity);
  needs.front().context["iam:PolicyARN"] = {arn};
  return needs;
}

}  // namespace firn::services::iam
