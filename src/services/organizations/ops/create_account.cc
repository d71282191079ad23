// CreateAccount: makes an account and the role through which the management account enters it. It
// is done when it is answered.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::CreateAccountInput;
using api::organizations::CreateAccountOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const CreateAccountInput&) {
  return On(organizations, call, "CreateAccount");
}

Result<CreateAccountOutput> Handle(Organizations& organizations, const api::Call& call,
                                   const CreateAccountInput& input) {
  Organizations::NewAccount account{input.account_name,
                                    input.email,
                                    input.role_name.value_or("OrganizationAccountAccessRole"),
                                    {}};
  FIRN_TRY(account.tags, TagsOf(input.tags));
  FIRN_TRY(const RequestRow request, organizations.CreateAccount(call, account));
  return CreateAccountOutput{ApiRequest(request)};
}

}  // namespace firn::services::organizations
