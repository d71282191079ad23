// GetInstanceProfile: describes an instance profile with its role.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::GetInstanceProfileInput;
using api::iam::GetInstanceProfileOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const GetInstanceProfileInput& input) {
  return On<ProfileRow>(iam, call, "iam:GetInstanceProfile", input.instance_profile_name);
}

Result<GetInstanceProfileOutput> Handle(Iam& iam, const api::Call& call,
                                        const GetInstanceProfileInput& input) {
  FIRN_TRY(const auto row, iam.Get<ProfileRow>(call.account, input.instance_profile_name));
  GetInstanceProfileOutput output;
  FIRN_TRY(output.instance_profile, ApiProfile(iam, call, *row, Detail::kFull));
  return output;
}

}  // namespace firn::services::iam
