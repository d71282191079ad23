// ListMFADevices: lists the devices of a user, the calling one when none is named.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListMFADevicesInput;
using api::iam::ListMFADevicesOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ListMFADevicesInput& input) {
  return OnUserOrCaller(iam, call, "iam:ListMFADevices", input.user_name);
}

Result<ListMFADevicesOutput> Handle(Iam& iam, const api::Call& call,
                                    const ListMFADevicesInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  FIRN_TRY(const auto row, iam.User(call.account, user));
  std::vector<api::iam::MFADevice> devices;
  for (const std::string& serial : row->mfa) {
    FIRN_TRY(const auto device, iam.Get<MfaRow>(call.account, serial));
    devices.push_back({user, serial, device->enabled.value_or(device->created)});
  }
  return Answer(
      &ListMFADevicesOutput::mfa_devices, std::move(devices), input,
      [](const api::iam::MFADevice& device) { return device.serial_number; }, Itself());
}

}  // namespace firn::services::iam
