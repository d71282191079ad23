// DeleteMetricFilter: removes a metric filter.

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DeleteMetricFilterInput& input) {
  return NeedOnGroup(call, "DeleteMetricFilter", input.log_group_name);
}

Result<api_logs::DeleteMetricFilterOutput> Handle(Logs& logs, const api::Call& call,
                                                  const api_logs::DeleteMetricFilterInput& input) {
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindGroup(transaction, call, input.log_group_name));
    if (!transaction.Erase(InGroupKey(call, "metric-filter", input.log_group_name, input.filter_name))) {
      return api_logs::ResourceNotFoundException("The specified metric filter does not exist.");
    }
    return {};
  }));
  return api_logs::DeleteMetricFilterOutput{};
}

}  // namespace firn::services::logs
