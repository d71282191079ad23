// EnableKey: lets a key be used again.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::EnableKeyInput& input) {
  return {NeedOnKey(kms, call, "EnableKey", input.key_id, Naming::kKeyOnly)};
}

Result<api::kms::EnableKeyOutput> Handle(Kms& kms, const api::Call& call, const api::kms::EnableKeyInput& input) {
  FIRN_OK(kms.Change(call, input.key_id, [](auto&, const KeyName& name, KeyRecord& record) -> Result<void> {
    FIRN_OK(CheckNotPendingDeletion(name, record));
    record.state = "Enabled";
    return {};
  }));
  return api::kms::EnableKeyOutput{};
}

}  // namespace firn::services::kms
