// PutKeyPolicy: replaces the policy of a key.
// Differs from AWS: the principals that a policy names need not exist.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"
#include "services/kms/policy.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::PutKeyPolicyInput& input) {
  const bool bypass = input.bypass_policy_lockout_safety_check.value_or(false);
  return {NeedOnKey(kms, call, "PutKeyPolicy", input.key_id, Naming::kKeyOnly,
                    {{"kms:BypassPolicyLockoutSafetyCheck", {bypass ? "true" : "false"}}})};
}

Result<api::kms::PutKeyPolicyOutput> Handle(Kms& kms, const api::Call& call, const api::kms::PutKeyPolicyInput& input) {
  const bool bypass = input.bypass_policy_lockout_safety_check.value_or(false);
  FIRN_OK(kms.Change(call, input.key_id, [&](auto&, const KeyName& name, KeyRecord& record) -> Result<void> {
    if (!record.service.empty()) {
      return api::kms::UnsupportedOperationException("The policy of an AWS managed key cannot be changed.");
    }
    if (input.policy_name.value_or("default") != "default") {
      return Fail(Kind::kInvalid, "The only valid policy name is default");
    }
    FIRN_OK(CheckKeyPolicy(call, name.arn(), input.policy, bypass ? Lockout::kAccepted : Lockout::kRefused));
    record.policy = input.policy;
    return {};
  }));
  return api::kms::PutKeyPolicyOutput{};
}

}  // namespace firn::services::kms
