// GetKeyPolicy: the policy of a key, as it was put.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::GetKeyPolicyInput& input) {
  return {NeedOnKey(kms, call, "GetKeyPolicy", input.key_id, Naming::kKeyOnly)};
}

Result<api::kms::GetKeyPolicyOutput> Handle(Kms& kms, const api::Call& call, const api::kms::GetKeyPolicyInput& input) {
  FIRN_TRY(const auto found, kms.Find(call, input.key_id, Naming::kKeyOnly));
  if (input.policy_name.value_or("default") != "default") {
    return api::kms::NotFoundException("No such policy exists");
  }
  api::kms::GetKeyPolicyOutput output;
  output.policy = found.second.policy;
  output.policy_name = "default";
  return output;
}

}  // namespace firn::services::kms
