// DeactivateMFADevice: takes a device from its user.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeactivateMFADeviceInput;
using api::iam::DeactivateMFADeviceOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const DeactivateMFADeviceInput& input) {
  return OnUserOrCaller(iam, call, "iam:DeactivateMFADevice", input.user_name);
}

Result<DeactivateMFADeviceOutput> Handle(Iam& iam, const api::Call& call,
                                         const DeactivateMFADeviceInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  FIRN_OK(iam.DisableMfa(call.account, user, input.serial_number));
  return DeactivateMFADeviceOutput{};
}

}  // namespace firn::services::iam
