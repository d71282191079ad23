// EnableKeyRotation: a symmetric key gets new material every so many days.
// Differs from AWS: a rotation that is due happens when the key is next used to encrypt or decrypt.

#include "services/kms/kms.h"
#include "services/kms/limits.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"
#include "services/kms/rotation.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::EnableKeyRotationInput& input) {
  const std::string days = std::to_string(input.rotation_period_in_days.value_or(kRotationDaysDefault));
  return {NeedOnKey(kms, call, "EnableKeyRotation", input.key_id, Naming::kKeyOnly,
                    {{"kms:RotationPeriodInDays", {days}}})};
}

Result<api::kms::EnableKeyRotationOutput> Handle(Kms& kms, const api::Call& call,
                                                 const api::kms::EnableKeyRotationInput& input) {
  FIRN_OK(kms.Change(call, input.key_id, [&](auto&, const KeyName& name, KeyRecord& record) -> Result<void> {
    FIRN_OK(CheckEnabled(name, record));
    FIRN_OK(CheckRotates(name, record));
    const int32_t before = record.rotation_days;
    if (input.rotation_period_in_days) record.rotation_days = *input.rotation_period_in_days;
    if (record.rotation_days == 0) record.rotation_days = kRotationDaysDefault;
    if (!record.next_rotation || record.rotation_days != before) {
      record.next_rotation = call.now + record.rotation_days * kDay;
    }
    return {};
  }));
  return api::kms::EnableKeyRotationOutput{};
}

}  // namespace firn::services::kms
