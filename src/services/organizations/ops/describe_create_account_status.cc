// DescribeCreateAccountStatus: says how the creation of an account went.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::DescribeCreateAccountStatusInput;
using api::organizations::DescribeCreateAccountStatusOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const DescribeCreateAccountStatusInput&) {
  return On(organizations, call, "DescribeCreateAccountStatus");
}

Result<DescribeCreateAccountStatusOutput> Handle(Organizations& organizations,
                                                 const api::Call& call,
                                                 const DescribeCreateAccountStatusInput& input) {
  FIRN_TRY(const auto row, organizations.Managed(call));
  const auto request = row->requests.find(input.create_account_request_id);
  if (request == row->requests.end()) {
    return api::organizations::CreateAccountStatusNotFoundException(
        "You specified a non-existing request.");
  }
  return DescribeCreateAccountStatusOutput{ApiRequest(request->second)};
}

}  // namespace firn::services::organizations
