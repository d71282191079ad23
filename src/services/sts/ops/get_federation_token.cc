// GetFederationToken: gives a federated user credentials: it may do what the caller may, as far as
// the session policies passed here allow it, and without any nothing but what resources grant it by
// name.

#include "services/sts/ops.h"
#include "services/sts/requests.h"

namespace firn::services::sts {

using api::sts::GetFederationTokenInput;
using api::sts::GetFederationTokenOutput;

authz::Needs NeedsFor(const Sts&, const api::Call& call, const GetFederationTokenInput& input) {
  authz::Need need;
  need.action = "sts:GetFederationToken";
  need.resource = Arn::Global("sts", call.account, "federated-user/" + input.name).text();
  if (!input.tags || input.tags->empty()) return {std::move(need)};
  std::vector<std::string> keys;
  for (const api::sts::Tag& tag : *input.tags) {
    keys.push_back(tag.key);
    need.context["aws:RequestTag/" + tag.key] = {tag.value};
  }
  need.context["aws:TagKeys"] = std::move(keys);
  authz::Need tagging = need;
  tagging.action = "sts:TagSession";
  return {std::move(need), std::move(tagging)};
}

Result<GetFederationTokenOutput> Handle(Sts& sts, const api::Call& call,
                                        const GetFederationTokenInput& input) {
  FIRN_OK(CheckLongLived(call, "GetFederationToken"));
  authz::Principal principal;
  principal.kind = authz::Principal::Kind::kFederatedUser;
  principal.account = call.account;
  principal.arn = Arn::Global("sts", call.account, "federated-user/" + input.name).text();
  principal.id = call.account.text() + ":" + input.name;
  principal.issuer_arn = call.principal.arn;
  principal.issuer_id = call.principal.id;
  FIRN_TRY(principal.session_tags, TagsOf(input.tags));
  FIRN_TRY(principal.session_policies,
           SessionPoliciesOf(sts, call.account.text(), input.policy, input.policy_arns));
  FIRN_TRY(const auto packed, PackedSize(input.policy, input.policy_arns, input.tags));
  FIRN_TRY(const Session session, sts.OpenSession(call, std::move(principal),
                                                  TokenDuration(call, input.duration_seconds)));
  GetFederationTokenOutput output;
  output.credentials = ApiCredentials(session);
  output.federated_user = api::sts::FederatedUser{session.principal.id, session.principal.arn};
  output.packed_policy_size = packed;
  return output;
}

}  // namespace firn::services::sts
