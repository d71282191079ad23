// EnableMFADevice: gives a virtual device to a user whose next two codes prove that it is at hand.
// Differs from AWS: devices made of hardware are unknown, for nobody here could check their codes.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::EnableMFADeviceInput;
using api::iam::EnableMFADeviceOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const EnableMFADeviceInput& input) {
  return On<UserRow>(iam, call, "iam:EnableMFADevice", input.user_name);
}

Result<EnableMFADeviceOutput> Handle(Iam& iam, const api::Call& call,
                                     const EnableMFADeviceInput& input) {
  FIRN_OK(iam.EnableMfa(call.account, input.user_name, input.serial_number,
                        {input.authentication_code1, input.authentication_code2}, call.now));
  return EnableMFADeviceOutput{};
}

}  // namespace firn::services::iam
