// UpdateAccessKey: turns a key on or off.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
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
  if (input.status != "Active" && input.status != "Inactive") {
    return api::iam::InvalidInputException("Status must be Active or Inactive.");
  }
  FIRN_OK(iam.ChangeKey(call.account, user, input.access_key_id, [&](KeyRow& key) -> Result<void> {
    key.active = input.status == "Active";
    return {};
  }));
  return UpdateAccessKeyOutput{};
}

}  // namespace firn::services::iam
