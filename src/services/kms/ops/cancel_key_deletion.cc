// CancelKeyDeletion: a key that waits for its deletion stays, disabled.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::CancelKeyDeletionInput& input) {
  return {NeedOnKey(kms, call, "CancelKeyDeletion", input.key_id, Naming::kKeyOnly)};
}

Result<api::kms::CancelKeyDeletionOutput> Handle(Kms& kms, const api::Call& call,
                                                 const api::kms::CancelKeyDeletionInput& input) {
  api::kms::CancelKeyDeletionOutput output;
  FIRN_OK(kms.Change(call, input.key_id, [&](auto&, const KeyName& name, KeyRecord& record) -> Result<void> {
    if (record.state != "PendingDeletion") {
      return api::kms::KMSInvalidStateException(name.arn() + " is not pending deletion.");
    }
    record.state = "Disabled";
    record.deletion.reset();
    output.key_id = name.arn();
    return {};
  }));
  return output;
}

}  // namespace firn::services::kms
