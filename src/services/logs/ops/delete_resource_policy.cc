// DeleteResourcePolicy: removes a policy on the account's log groups.

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call&, const api_logs::DeleteResourcePolicyInput&) {
  return {{"logs:DeleteResourcePolicy", "*", {}, {}}};
}

Result<api_logs::DeleteResourcePolicyOutput> Handle(Logs& logs, const api::Call& call,
                                                    const api_logs::DeleteResourcePolicyInput& input) {
  FIRN_OK(CheckAbsent(input.resource_arn.has_value(), "resourceArn"));
  FIRN_OK(CheckAbsent(input.expected_revision_id.has_value(), "expectedRevisionId"));
  const std::string name = input.policy_name.value_or("");
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (!transaction.Erase(KindKey(call, "resource-policy", name))) {
      return api_logs::ResourceNotFoundException("Policy with name [" + name + "] does not exist");
    }
    return {};
  }));
  return api_logs::DeleteResourcePolicyOutput{};
}

}  // namespace firn::services::logs
