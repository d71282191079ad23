// UpdateUser: renames or moves a user, who keeps everything.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UpdateUserInput;
using api::iam::UpdateUserOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const UpdateUserInput& input) {
  authz::Needs needs = On<UserRow>(iam, call, "iam:UpdateUser", input.user_name);
  if (input.new_user_name || input.new_path) {
    authz::Need target = needs.front();
    target.resource = ArnOf(call.account, "user", input.new_path.value_or("/"),
                            input.new_user_name.value_or(input.user_name));
    needs.push_back(std::move(target));
  }
  return needs;
}

Result<UpdateUserOutput> Handle(Iam& iam, const api::Call& call, const UpdateUserInput& input) {
  FIRN_OK(iam.MoveUser(call.account, input.user_name, {input.new_user_name, input.new_path}));
  return UpdateUserOutput{};
}

}  // namespace firn::services::iam
