// GetContextKeysForCustomPolicy: the context keys that the given policies ask about.

#include "services/iam/ops.h"
#include "services/iam/simulate.h"

namespace firn::services::iam {

using api::iam::GetContextKeysForCustomPolicyInput;
using api::iam::GetContextKeysForCustomPolicyOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const GetContextKeysForCustomPolicyInput&) {
  return OnAccount("iam:GetContextKeysForCustomPolicy");
}

Result<GetContextKeysForCustomPolicyOutput> Handle(
    Iam&, const api::Call&, const GetContextKeysForCustomPolicyInput& input) {
  FIRN_TRY(auto names, ContextKeysOf(input.policy_input_list));
  GetContextKeysForCustomPolicyOutput output;
  output.context_key_names = std::move(names);
  return output;
}

}  // namespace firn::services::iam
