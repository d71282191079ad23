// ListMFADeviceTags: lists the tags of a virtual multi-factor device.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListMFADeviceTagsInput;
using api::iam::ListMFADeviceTagsOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ListMFADeviceTagsInput& input) {
  return On<MfaRow>(iam, call, "iam:ListMFADeviceTags", input.serial_number);
}

Result<ListMFADeviceTagsOutput> Handle(Iam& iam, const api::Call& call,
                                       const ListMFADeviceTagsInput& input) {
  return TagPage<MfaRow, ListMFADeviceTagsOutput>(iam, call, input.serial_number, input);
}

}  // namespace firn::services::iam
