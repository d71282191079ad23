// GetKeyRotationStatus: whether and when a key gets new material.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"
#include "services/kms/rotation.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::GetKeyRotationStatusInput& input) {
  return {NeedOnKey(kms, call, "GetKeyRotationStatus", input.key_id, Naming::kKeyOnly)};
}

Result<api::kms::GetKeyRotationStatusOutput> Handle(Kms& kms, const api::Call& call,
                                                    const api::kms::GetKeyRotationStatusInput& input) {
  FIRN_TRY(const auto found, kms.Find(call, input.key_id, Naming::kKeyOnly));
  FIRN_OK(CheckSymmetric(found.second));
  api::kms::GetKeyRotationStatusOutput output;
  output.key_id = found.first.arn();
  output.key_rotation_enabled = found.second.next_rotation.has_value();
  if (found.second.next_rotation) {
    output.rotation_period_in_days = found.second.rotation_days;
    output.next_rotation_date = found.second.next_rotation;
  }
  return output;
}

}  // namespace firn::services::kms
