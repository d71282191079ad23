// ListPolicies: lists managed policies of the account, of AWS, or both.

#include "services/iam/ops.h"
#include "services/iam/policies.h"

namespace firn::services::iam {

using api::iam::ListPoliciesInput;
using api::iam::ListPoliciesOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call, const ListPoliciesInput& input) {
  return OnAll<PolicyRow>(call, "iam:ListPolicies", input.path_prefix);
}

Result<ListPoliciesOutput> Handle(Iam& iam, const api::Call& call, const ListPoliciesInput& input) {
  FIRN_TRY(auto rows, ListedPolicies(iam, call, input));
  FIRN_TRY(const auto usages, iam.UsagesIn(call.account));
  return Answer(
      &ListPoliciesOutput::policies, std::move(rows), input,
      [](const auto& row) { return row->arn; },
      [&](const auto& row) { return ApiPolicy(*row, usages, Detail::kListed); });
}

}  // namespace firn::services::iam
