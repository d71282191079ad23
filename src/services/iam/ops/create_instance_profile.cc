// CreateInstanceProfile: makes an instance profile without a role.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::CreateInstanceProfileInput;
using api::iam::CreateInstanceProfileOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call, const CreateInstanceProfileInput& input) {
  const std::string path = input.path.value_or("/");
  return ToCreate(call, "iam:CreateInstanceProfile",
                  "instance-profile" + path + input.instance_profile_name, "iam:TagInstanceProfile",
                  input.tags);
}

Result<CreateInstanceProfileOutput> Handle(Iam& iam, const api::Call& call,
                                           const CreateInstanceProfileInput& input) {
  ProfileRow row;
  FIRN_OK(Begin(row, call, input.instance_profile_name, input.path, input.tags));
  FIRN_TRY(const ProfileRow added, iam.Add(call.account, std::move(row)));
  CreateInstanceProfileOutput output;
  FIRN_TRY(output.instance_profile, ApiProfile(iam, call, added, Detail::kCreated));
  return output;
}

}  // namespace firn::services::iam
