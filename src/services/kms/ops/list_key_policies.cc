// ListKeyPolicies: the names of a key's policies, which are always one.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::ListKeyPoliciesInput& input) {
  return {NeedOnKey(kms, call, "ListKeyPolicies", input.key_id, Naming::kKeyOnly)};
}

Result<api::kms::ListKeyPoliciesOutput> Handle(Kms& kms, const api::Call& call,
                                               const api::kms::ListKeyPoliciesInput& input) {
  FIRN_OK(kms.Find(call, input.key_id, Naming::kKeyOnly));
  if (input.marker) return api::kms::InvalidMarkerException("The marker is not valid.");
  api::kms::ListKeyPoliciesOutput output;
  output.policy_names = std::vector<std::string>{"default"};
  output.truncated = false;
  return output;
}

}  // namespace firn::services::kms
