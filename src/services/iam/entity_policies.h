#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/iam/answers.h"

// Inline and attached policies and boundaries, which roles, users and groups carry alike.
namespace firn::services::iam {

struct InlinePolicyChange {
  std::string_view entity;
  std::string_view policy;
  std::string_view document;
};

// Adds or replaces an inline policy. MalformedPolicyDocument, LimitExceeded beyond the size allowed
// in all.
Result<void> PutInlinePolicy(Iam& iam, const api::Call& call, Bearer bearer,
                             const InlinePolicyChange& change);
// NoSuchEntity when the policy is not there.
Result<std::string> GetInlinePolicy(const Iam& iam, const api::Call& call, Bearer bearer,
                                    std::string_view entity, std::string_view policy);
Result<void> DeleteInlinePolicy(Iam& iam, const api::Call& call, Bearer bearer,
                                std::string_view entity, std::string_view policy);
// The names, in order.
Result<std::vector<std::string>> InlinePolicyNames(const Iam& iam, const api::Call& call,
                                                   Bearer bearer, std::string_view entity);

// Attaches a managed policy; attaching it again changes nothing. NoSuchEntity when there is no such
// policy.
Result<void> AttachPolicy(Iam& iam, const api::Call& call, Bearer bearer, std::string_view entity,
                          const std::string& arn);
// NoSuchEntity when it is not attached.
Result<void> DetachPolicy(Iam& iam, const api::Call& call, Bearer bearer, std::string_view entity,
                          const std::string& arn);
Result<std::vector<api::iam::AttachedPolicy>> AttachedPolicies(
    const Iam& iam, const api::Call& call, Bearer bearer, std::string_view entity,
    const std::optional<std::string>& path_prefix);
Result<std::vector<api::iam::AttachedPolicy>> AttachedTo(
    const Iam& iam, const api::Call& call, const Entity& entity,
    const std::optional<std::string>& path_prefix);

// Sets or takes away the boundary of a role or user.
Result<void> SetBoundary(Iam& iam, const api::Call& call, Bearer bearer, std::string_view entity,
                         const std::optional<std::string>& arn);

// Refuses the deletion of what still has policies.
Result<void> CheckNoPolicies(const Entity& entity);

authz::Needs OnBearer(const Iam& iam, const api::Call& call, Bearer bearer, std::string_view action,
                      std::string_view name);
// Needs of attaching and detaching: the role, user or group, with iam:PolicyARN for conditions.
authz::Needs ToAttach(const Iam& iam, const api::Call& call, Bearer bearer, std::string_view action,
                      std::string_view entity, const std::string& arn);

}  // namespace firn::services::iam
