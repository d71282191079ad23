// AssumeRole: opens a session of a role and answers with its credentials.
//
// The role's trust policy and, where AWS asks for them, the caller's identity policies decide
// inside the operation: the question is what the role says of the caller, and an absent role must
// look like a closed one.
//
// Differs from AWS: the assertions of ProvidedContexts are neither verified nor used, so they give
// nothing; a root user may assume roles that trust its account, because here it is the everyday
// caller.

#include "services/sts/ops.h"
#include "services/sts/requests.h"

namespace firn::services::sts {

using api::sts::AssumeRoleInput;
using api::sts::AssumeRoleOutput;

authz::Needs NeedsFor(const Sts&, const api::Call&, const AssumeRoleInput&) { return {}; }

Result<AssumeRoleOutput> Handle(Sts& sts, const api::Call& call, const AssumeRoleInput& input) {
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
  FIRN_TRY(request.tags, TagsOf(input.tags));
  for (const std::string& key : input.transitive_tag_keys.value_or(std::vector<std::string>())) {
    if (!request.tags.contains(key)) {
      return InvalidParameter(
          "The specified transitive tag key must be included in the requested tags.");
    }
    request.transitive_tag_keys.push_back(key);
  }
  const auto role = Arn::Parse(input.role_arn);
  FIRN_TRY(request.session_policies,
           SessionPoliciesOf(sts, role ? role->account : "", input.policy, input.policy_arns));
  FIRN_TRY(const auto packed, PackedSize(input.policy, input.policy_arns, input.tags));
  FIRN_TRY(request.mfa, sts.CheckMfa(call, input.serial_number, input.token_code));
  FIRN_TRY(const Session session, sts.AssumeRole(call, request));
  AssumeRoleOutput output;
  output.credentials = ApiCredentials(session);
  output.assumed_role_user = api::sts::AssumedRoleUser{session.principal.id, session.principal.arn};
  output.packed_policy_size = packed;
  if (!session.principal.source_identity.empty()) {
    output.source_identity = session.principal.source_identity;
  }
  return output;
}

}  // namespace firn::services::sts
