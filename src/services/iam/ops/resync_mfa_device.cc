// ResyncMFADevice: takes two codes of a user's device, so that older ones count no more.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ResyncMFADeviceInput;
using api::iam::ResyncMFADeviceOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ResyncMFADeviceInput& input) {
  return On<UserRow>(iam, call, "iam:ResyncMFADevice", input.user_name);
}

Result<ResyncMFADeviceOutput> Handle(Iam& iam, const api::Call& call,
                                     const ResyncMFADeviceInput& input) {
  FIRN_TRY(const auto device, iam.Get<MfaRow>(call.account, input.serial_number));
  if (device->user != input.user_name) return KindOf<MfaRow>::Missing(input.serial_number);
  FIRN_OK(iam.EnableMfa(call.account, input.user_name, input.serial_number,
                        {input.authentication_code1, input.authentication_code2}, call.now));
  return ResyncMFADeviceOutput{};
}

}  // namespace firn::services::iam
