// DeleteRetentionPolicy: events of a group are kept for ever.

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DeleteRetentionPolicyInput& input) {
  return NeedOnGroup(call, "DeleteRetentionPolicy", input.log_group_name);
}

Result<api_logs::DeleteRetentionPolicyOutput> Handle(Logs& logs, const api::Call& call,
                                                     const api_logs::DeleteRetentionPolicyInput& input) {
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto group, FindGroup(transaction, call, input.log_group_name));
    group.retention_days.reset();
    state::Save(transaction, GroupKey(call, input.log_group_name), group);
    return {};
  }));
  return api_logs::DeleteRetentionPolicyOutput{};
}

}  // namespace firn::services::logs
