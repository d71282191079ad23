// CreateAccessKey: makes a key of a user, the calling one when none is named. The secret is told
// once.
// Differs from AWS: the root user cannot have keys.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::CreateAccessKeyInput;
using api::iam::CreateAccessKeyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const CreateAccessKeyInput& input) {
  return OnUserOrCaller(iam, call, "iam:CreateAccessKey", input.user_name);
}

Result<CreateAccessKeyOutput> Handle(Iam& iam, const api::Call& call,
                                     const CreateAccessKeyInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  FIRN_TRY(const KeyRow row, iam.AddKey(call.account, user, call.now));
  return CreateAccessKeyOutput{{row.user, row.id, StatusOf(row.active), row.secret, row.created}};
}

}  // namespace firn::services::iam
