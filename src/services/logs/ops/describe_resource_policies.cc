// DescribeResourcePolicies: the policies on the account's log groups.
// Differs from AWS: policies on single resources are not offered.

#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/pages.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call&, const api_logs::DescribeResourcePoliciesInput&) {
  return {{"logs:DescribeResourcePolicies", "*", {}, {}}};
}

Result<api_logs::DescribeResourcePoliciesOutput> Handle(Logs& logs, const api::Call& call,
                                                        const api_logs::DescribeResourcePoliciesInput& input) {
  FIRN_OK(CheckAbsent(input.resource_arn.has_value(), "resourceArn"));
  FIRN_OK(CheckAbsent(input.policy_scope.value_or("ACCOUNT") != "ACCOUNT", "policyScope RESOURCE"));
  FIRN_TRY(auto page, PageOf<api_logs::ResourcePolicy>(logs.store.Read(), KindPrefix(call, "resource-policy"),
                                                       input.next_token, input.limit, [](const auto&) { return true; }));
  api_logs::DescribeResourcePoliciesOutput output;
  output.resource_policies = std::move(page.records);
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::logs
