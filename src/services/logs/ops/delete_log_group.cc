// DeleteLogGroup: removes a log group with its streams, events and filters.

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DeleteLogGroupInput& input) {
  return NeedOnGroup(call, "DeleteLogGroup", input.log_group_name);
}

Result<api_logs::DeleteLogGroupOutput> Handle(Logs& logs, const api::Call& call,
                                              const api_logs::DeleteLogGroupInput& input) {
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const auto group, FindGroup(transaction, call, input.log_group_name));
    if (group.deletion_protected) {
      return api_logs::ValidationException("Deletion protection is enabled for the specified log group");
    }
    transaction.Erase(GroupKey(call, input.log_group_name));
    transaction.ErasePrefix(StreamPrefix(call, input.log_group_name));
    for (const char* kind : {"event", "metric-filter", "subscription-filter"}) {
      transaction.ErasePrefix(InGroupPrefix(call, kind, input.log_group_name));
    }
    return {};
  }));
  return api_logs::DeleteLogGroupOutput{};
}

}  // namespace firn::services::logs
