// UpdateAccessKey: turns a key on or off.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UpdateAccessKeyInput;
using api::iam::UpdateAccessKeyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const UpdateAccessKeyInput& input) {
  return OnUserOrCaller(iam, call, "iam:UpdateAccessKey", input.user_name);
}

Result<UpdateAccessKeyOutput> Handle(Iam& iam, const api::Call& call,
                                     const UpdateAccessKeyInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  FIRN_TRY(const bool active, IsActive(input.status));
  FIRN_OK(iam.ChangeKey(call.account, user, input.access_key_id, [&](KeyRow& key) -> Result<void> {
    key.active = active;
    return {};
  }));
  return UpdateAccessKeyOutput{};
}

}  // namespace firn::services::iam
