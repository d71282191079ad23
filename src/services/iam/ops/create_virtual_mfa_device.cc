// CreateVirtualMFADevice: makes a virtual device that is nobody's yet. Its seed is told once.
// Differs from AWS: answers the seed and no picture of it.

#include "services/iam/answers.h"
#include "services/iam/ops.h"
#include "services/iam/totp.h"

namespace firn::services::iam {

using api::iam::CreateVirtualMFADeviceInput;
using api::iam::CreateVirtualMFADeviceOutput;

namespace {

constexpr size_t kSeedBytes = 40;  // as AWS's: 64 characters of base 32

}  // namespace

authz::Needs NeedsFor(const Iam&, const api::Call& call, const CreateVirtualMFADeviceInput& input) {
  const std::string path = input.path.value_or("/");
  return ToCreate(call, "iam:CreateVirtualMFADevice", "mfa" + path + input.virtual_mfa_device_name,
                  "iam:TagMFADevice", input.tags);
}

Result<CreateVirtualMFADeviceOutput> Handle(Iam& iam, const api::Call& call,
                                            const CreateVirtualMFADeviceInput& input) {
  MfaRow row;
  FIRN_OK(Begin(row, call, input.virtual_mfa_device_name, input.path, input.tags));
  row.seed = iam.random().Bytes(kSeedBytes);
  FIRN_TRY(const MfaRow added, iam.Add(call.account, std::move(row)));
  CreateVirtualMFADeviceOutput output;
  output.virtual_mfa_device.serial_number = added.arn;
  output.virtual_mfa_device.base32_string_seed = Base32Encode(added.seed);
  output.virtual_mfa_device.tags = SomeTags(added.tags);
  return output;
}

}  // namespace firn::services::iam
