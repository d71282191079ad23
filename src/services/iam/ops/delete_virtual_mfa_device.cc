// DeleteVirtualMFADevice: deletes a virtual device that is nobody's.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteVirtualMFADeviceInput;
using api::iam::DeleteVirtualMFADeviceOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const DeleteVirtualMFADeviceInput& input) {
  return On<MfaRow>(iam, call, "iam:DeleteVirtualMFADevice", input.serial_number);
}

Result<DeleteVirtualMFADeviceOutput> Handle(Iam& iam, const api::Call& call,
                                            const DeleteVirtualMFADeviceInput& input) {
  const auto check = [](const MfaRow& row, const state::Reader&) -> Result<void> {
    if (!row.user) return {};
    return api::iam::DeleteConflictException(
        "MFA VirtualDevice is currently in use: must deactivate it first.");
  };
  FIRN_OK(iam.Remove<MfaRow>(call.account, input.serial_number, check));
  return DeleteVirtualMFADeviceOutput{};
}

}  // namespace firn::services::iam
