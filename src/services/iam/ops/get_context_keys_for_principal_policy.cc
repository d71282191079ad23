// GetContextKeysForPrincipalPolicy: the context keys that a user's, group's or role's policies ask
// about, and the given ones.

#include "services/iam/ops.h"
#include "services/iam/simulate.h"

namespace firn::services::iam {

using api::iam::GetContextKeysForPrincipalPolicyInput;
using api::iam::GetContextKeysForPrincipalPolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const GetContextKeysForPrincipalPolicyInput& input) {
  return OnSource(iam, call, "iam:GetContextKeysForPrincipalPolicy", input.policy_source_arn);
}

Result<GetContextKeysForPrincipalPolicyOutput> Handle(
    Iam& iam, const api::Call& call, const GetContextKeysForPrincipalPolicyInput& input) {
  FIRN_TRY(const auto sources, SourcesOf(iam, call, input.policy_source_arn));
  std::vector<std::string> documents = input.policy_input_list.value_or(std::vector<std::string>());
  for (const auto& source : sources.policies) documents.push_back(source.document);
  FIRN_TRY(auto names, ContextKeysOf(documents));
  GetContextKeysForPrincipalPolicyOutput output;
  output.context_key_names = std::move(names);
  return output;
}

}  // namespace firn::services::iam
