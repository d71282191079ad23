// TagMFADevice: adds tags to a virtual multi-factor device or replaces their values.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::TagMFADeviceInput;
using api::iam::TagMFADeviceOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const TagMFADeviceInput& input) {
  return WithTags(On<MfaRow>(iam, call, "iam:TagMFADevice", input.serial_number), input.tags);
}

Result<TagMFADeviceOutput> Handle(Iam& iam, const api::Call& call, const TagMFADeviceInput& input) {
  FIRN_OK(AddTags<MfaRow>(iam, call, input.serial_number, input.tags));
  return TagMFADeviceOutput{};
}

}  // namespace firn::services::iam
