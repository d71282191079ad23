// UntagMFADevice: takes tags away from a virtual multi-factor device; keys it does not have are
// passed over.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UntagMFADeviceInput;
using api::iam::UntagMFADeviceOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const UntagMFADeviceInput& input) {
  return WithTagKeys(On<MfaRow>(iam, call, "iam:UntagMFADevice", input.serial_number),
                     input.tag_keys);
}

Result<UntagMFADeviceOutput> Handle(Iam& iam, const api::Call& call,
                                    const UntagMFADeviceInput& input) {
  FIRN_OK(DropTags<MfaRow>(iam, call, input.serial_number, input.tag_keys));
  return UntagMFADeviceOutput{};
}

}  // namespace firn::services::iam
