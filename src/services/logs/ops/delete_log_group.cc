// DeleteLogGroup: removes a log group with its streams and events.

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DeleteLogGroupInput& input) {
  return {{"logs:DeleteLogGroup", GroupArn(call, input.log_group_name).text() + ":*", {}, {}}};
}

Result<api_logs::DeleteLogGroupOutput> Handle(Logs& logs, const api::Call& call,
                                              const api_logs::DeleteLogGroupInput& input) {
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindGroup(transaction, call, input.log_group_name));
    transaction.Erase(GroupKey(call, input.log_group_name));
    transaction.ErasePrefix(StreamPrefix(call, input.log_group_name));
    transaction.ErasePrefix(state::Key("logs", call.account, call.region, "event", input.log_group_name));
    return {};
  }));
  return api_logs::DeleteLogGroupOutput{};
}

}  // namespace firn::services::logs
