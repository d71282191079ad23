// DisableKeyRotation: a key keeps its material until it is rotated on demand.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"
#include "services/kms/rotation.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::DisableKeyRotationInput& input) {
  return {NeedOnKey(kms, call, "DisableKeyRotation", input.key_id, Naming::kKeyOnly)};
}

Result<api::kms::DisableKeyRotationOutput> Handle(Kms& kms, const api::Call& call,
                                                  const api::kms::DisableKeyRotationInput& input) {
  FIRN_OK(kms.Change(call, input.key_id, [](auto&, const KeyName& name, KeyRecord& record) -> Result<void> {
    FIRN_OK(CheckEnabled(name, record));
    FIRN_OK(CheckRotates(name, record));
    record.next_rotation.reset();
    return {};
  }));
  return api::kms::DisableKeyRotationOutput{};
}

}  // namespace firn::services::kms
