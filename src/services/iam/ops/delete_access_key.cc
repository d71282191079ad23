// DeleteAccessKey: deletes a key of a user, the calling one when none is named.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteAccessKeyInput;
using api::iam::DeleteAccessKeyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const DeleteAccessKeyInput& input) {
  return OnUserOrCaller(iam, call, "iam:DeleteAccessKey", input.user_name);
}

Result<DeleteAccessKeyOutput> Handle(Iam& iam, const api::Call& call,
                                     const DeleteAccessKeyInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  FIRN_OK(iam.RemoveKey(call.account, user, input.access_key_id));
  return DeleteAccessKeyOutput{};
}

}  // namespace firn::services::iam
