// GetMFADevice: says whose a device is and since when.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::GetMFADeviceInput;
using api::iam::GetMFADeviceOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const GetMFADeviceInput& input) {
  return OnUserOrCaller(iam, call, "iam:GetMFADevice", input.user_name);
}

Result<GetMFADeviceOutput> Handle(Iam& iam, const api::Call& call, const GetMFADeviceInput& input) {
  FIRN_TRY(const auto row, iam.Get<MfaRow>(call.account, input.serial_number));
  if (!row->user || (input.user_name && row->user != input.user_name)) {
    return KindOf<MfaRow>::Missing(input.serial_number);
  }
  GetMFADeviceOutput output;
  output.user_name = row->user;
  output.serial_number = row->arn;
  output.enable_date = row->enabled;
  return output;
}

}  // namespace firn::services::iam
