// GetUser: describes a user, the calling one when none is named, or the root user to itself.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::GetUserInput;
using api::iam::GetUserOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const GetUserInput& input) {
  return OnUserOrCaller(iam, call, "iam:GetUser", input.user_name);
}

Result<GetUserOutput> Handle(Iam& iam, const api::Call& call, const GetUserInput& input) {
  if (!input.user_name && call.principal.kind == authz::Principal::Kind::kRoot) {
    api::iam::User root;
    root.user_id = call.account.text();
    root.arn = call.principal.arn;
    root.path = std::string("/");
    root.create_date = call.now;
    return GetUserOutput{root};
  }
  FIRN_TRY(const std::string name, UserNameOf(call, input.user_name));
  FIRN_TRY(const auto row, iam.User(call.account, name));
  return GetUserOutput{ApiUser(*row, Detail::kFull)};
}

}  // namespace firn::services::iam
