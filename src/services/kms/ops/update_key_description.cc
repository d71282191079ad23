// UpdateKeyDescription: replaces a key's description.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::UpdateKeyDescriptionInput& input) {
  return {NeedOnKey(kms, call, "UpdateKeyDescription", input.key_id, Naming::kKeyOnly)};
}

Result<api::kms::UpdateKeyDescriptionOutput> Handle(Kms& kms, const api::Call& call,
                                                    const api::kms::UpdateKeyDescriptionInput& input) {
  FIRN_OK(kms.Change(call, input.key_id, [&](auto&, const KeyName& name, KeyRecord& record) -> Result<void> {
    FIRN_OK(CheckNotPendingDeletion(name, record));
    record.description = input.description;
    return {};
  }));
  return api::kms::UpdateKeyDescriptionOutput{};
}

}  // namespace firn::services::kms
