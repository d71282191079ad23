// CreateUser: makes a user without keys or policies.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::CreateUserInput;
using api::iam::CreateUserOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call, const CreateUserInput& input) {
  const std::string path = input.path.value_or("/");
  return ToCreate(call, "iam:CreateUser", "user" + path + input.user_name, "iam:TagUser",
                  input.tags, input.permissions_boundary);
}

Result<CreateUserOutput> Handle(Iam& iam, const api::Call& call, const CreateUserInput& input) {
  UserRow row;
  FIRN_OK(BeginEntity(iam, call, row.entity, input.user_name, input));
  FIRN_TRY(const UserRow added, iam.Add(call.account, std::move(row)));
  return CreateUserOutput{ApiUser(added, Detail::kCreated)};
}

}  // namespace firn::services::iam
