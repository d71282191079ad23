// ListCreateAccountStatus: lists the creations of accounts by how they went.

#include <algorithm>

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::ListCreateAccountStatusInput;
using api::organizations::ListCreateAccountStatusOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const ListCreateAccountStatusInput&) {
  return On(organizations, call, "ListCreateAccountStatus");
}

Result<ListCreateAccountStatusOutput> Handle(Organizations& organizations, const api::Call& call,
                                             const ListCreateAccountStatusInput& input) {
  FIRN_TRY(const auto row, organizations.Managed(call));
  const std::vector<std::string> states =
      input.states.value_or(std::vector<std::string>{"SUCCEEDED"});
  const bool wanted = std::find(states.begin(), states.end(), "SUCCEEDED") != states.end();
  std::vector<api::organizations::CreateAccountStatus> list;
  for (const auto& [id, request] : row->requests) {
    if (wanted) list.push_back(ApiRequest(request));
  }
  return Paged(&ListCreateAccountStatusOutput::create_account_statuses, std::move(list), input,
               [](const auto& request) { return *request.id; });
}

}  // namespace firn::services::organizations
