// ListVirtualMFADevices: lists the virtual devices of the account without their seeds.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListVirtualMFADevicesInput;
using api::iam::ListVirtualMFADevicesOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call, const ListVirtualMFADevicesInput&) {
  return OnAll<MfaRow>(call, "iam:ListVirtualMFADevices");
}

Result<ListVirtualMFADevicesOutput> Handle(Iam& iam, const api::Call& call,
                                           const ListVirtualMFADevicesInput& input) {
  FIRN_TRY(auto rows, iam.All<MfaRow>(call.account));
  const std::string status = input.assignment_status.value_or("Any");
  std::erase_if(rows, [&](const auto& row) {
    return status != "Any" && row->user.has_value() != (status == "Assigned");
  });
  return Answer(
      &ListVirtualMFADevicesOutput::virtual_mfa_devices, std::move(rows), input,
      [](const auto& row) { return row->arn; },
      [&](const auto& row) {
        api::iam::VirtualMFADevice device;
        device.serial_number = row->arn;
        device.enable_date = row->enabled;
        if (!row->user) return device;
        if (auto user = iam.User(call.account, *row->user))
          device.user = ApiUser(**user, Detail::kListed);
        return device;
      });
}

}  // namespace firn::services::iam
