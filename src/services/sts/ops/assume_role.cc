// AssumeRole: opens a session of a role and answers with its credentials.
//
// The role's trust policy and, where AWS asks for them, the caller's identity policies decide
// inside the operation: the question is what the role says of the caller, and an absent role must
// look like a closed one.
//
// Differs from AWS: the assertions of ProvidedContexts are neither verified nor used, so they give
// nothing; there are no MFA devices, so a token code is always wrong; a root user may assume roles
// that trust its account, because here it is the everyday caller.

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "authz/policy.h"
#include "services/sts/limits.h"
#include "services/sts/ops.h"
#include "services/sts/sts.h"

namespace firn::services::sts {

using api::sts::AssumeRoleInput;
using api::sts::AssumeRoleOutput;

namespace {

Unexpected InvalidParameter(std::string message) {
  return Fail(Error{Kind::kInvalid, std::move(message), "InvalidParameterValue", 400, {}});
}

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

Result<void> ReadTags(const AssumeRoleInput& input, RoleRequest& request) {
  std::set<std::string> seen;
  for (const api::sts::Tag& tag : input.tags.value_or(std::vector<api::sts::Tag>())) {
    if (!seen.insert(Lower(tag.key)).second) {
      return InvalidParameter(
          "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    request.tags[tag.key] = tag.value;
  }
  for (const std::string& key : input.transitive_tag_keys.value_or(std::vector<std::string>())) {
    if (!request.tags.contains(key)) {
      return InvalidParameter(
          "The specified transitive tag key must be included in the requested "
          "tags.");
    }
    request.transitive_tag_keys.push_back(key);
  }
  return {};
}

// The documents of Policy and PolicyArns.
Result<void> ReadPolicies(const Sts& sts, const AssumeRoleInput& input, RoleRequest& request) {
  if (input.policy) {
    auto policy = authz::ParsePolicy(*input.policy, authz::PolicyKind::kIdentity);
    if (!policy) return api::sts::MalformedPolicyDocumentException(policy.error().message);
    request.session_policies.push_back(*input.policy);
  }
  if (!input.policy_arns) return {};
  const auto role = Arn::Parse(input.role_arn);
  for (const auto& descriptor : *input.policy_arns) {
    const std::string arn = descriptor.arn.value_or("");
    const auto parsed = Arn::Parse(arn);
    const bool near =
        role && parsed && (parsed->account == "aws" || parsed->account == role->account);
    std::optional<authz::PolicyDocument> document;
    if (near) {
      FIRN_TRY(document, sts.directory().FindManagedPolicy(arn));
    }
    if (!document) {
      return InvalidParameter("Policy " + arn + " does not exist or is not attachable.");
    }
    request.session_policies.push_back(document->document);
  }
  return {};
}

// How much of what a session may carry is used, in percent; nothing when it carries nothing.
std::optional<int32_t> PackedSize(const AssumeRoleInput& input) {
  size_t bytes = input.policy.value_or("").size();
  if (input.policy_arns) {
    for (const auto& descriptor : *input.policy_arns) bytes += descriptor.arn.value_or("").size();
  }
  if (input.tags) {
    for (const auto& tag : *input.tags) bytes += tag.key.size() + tag.value.size();
  }
  if (bytes == 0) return std::nullopt;
  return static_cast<int32_t>((bytes * 100 + kSessionPolicyBytesMax - 1) / kSessionPolicyBytesMax);
}

}  // namespace

authz::Needs NeedsFor(const Sts&, const api::Call&, const AssumeRoleInput&) { return {}; }

Result<AssumeRoleOutput> Handle(Sts& sts, const api::Call& call, const AssumeRoleInput& input) {
  if (input.serial_number || input.token_code) {
    return Fail(Error{Kind::kDenied,
                      "MultiFactorAuthentication failed with invalid MFA one time pass code.",
                      "AccessDenied",
                      403,
                      {}});
  }
  RoleRequest request;
  request.role_arn = input.role_arn;
  request.session_name = input.role_session_name;
  request.external_id = input.external_id.value_or("");
  request.source_identity = input.source_identity.value_or("");
  if (input.duration_seconds) request.duration = std::chrono::seconds(*input.duration_seconds);
  if (input.provided_contexts) {
    for (const auto& context : *input.provided_contexts) {
      request.context_providers.push_back(context.provider_arn.value_or(""));
    }
  }
  FIRN_OK(ReadTags(input, request));
  FIRN_OK(ReadPolicies(sts, input, request));
  const auto packed = PackedSize(input);
  if (packed && *packed > 100) {
    return api::sts::PackedPolicyTooLargeException(
        "Packed size of session tags and policies consumes " + std::to_string(*packed) +
        "% of allotted space.");
  }
  FIRN_TRY(const Session session, sts.AssumeRole(call, request));
  AssumeRoleOutput output;
  output.credentials =
      api::sts::Credentials{session.access_key_id, session.secret, session.token, session.expiry};
  output.assumed_role_user = api::sts::AssumedRoleUser{session.principal.id, session.principal.arn};
  output.packed_policy_size = packed;
  if (!session.principal.source_identity.empty()) {
    output.source_identity = session.principal.source_identity;
  }
  return output;
}

}  // namespace firn::services::sts
