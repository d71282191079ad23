// DisableKey: keeps a key from being used.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::DisableKeyInput& input) {
  return {NeedOnKey(kms, call, "DisableKey", input.key_id, Naming::kKeyOnly)};
}

Result<api::kms::DisableKeyOutput> Handle(Kms& kms, const api::Call& call, const api::kms::DisableKeyInput& input) {
  FIRN_OK(kms.Change(call, input.key_id, [](auto&, const KeyName& name, KeyRecord& record) -> Result<void> {
    FIRN_OK(CheckNotPendingDeletion(name, record));
    record.state = "Disabled";
    return {};
  }));
  return api::kms::DisableKeyOutput{};
}

}  // namespace firn::services::kms
