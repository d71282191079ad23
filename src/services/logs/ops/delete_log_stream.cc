// DeleteLogStream: removes a stream with its events.

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DeleteLogStreamInput& input) {
  return {{"logs:DeleteLogStream", StreamArn(call, input.log_group_name, input.log_stream_name).text(), {}, {}}};
}

Result<api_logs::DeleteLogStreamOutput> Handle(Logs& logs, const api::Call& call,
                                               const api_logs::DeleteLogStreamInput& input) {
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindGroup(transaction, call, input.log_group_name));
    FIRN_OK(FindStream(transaction, call, input.log_group_name, input.log_stream_name));
    transaction.Erase(StreamKey(call, input.log_group_name, input.log_stream_name));
    transaction.ErasePrefix(EventPrefix(call, input.log_group_name, input.log_stream_name));
    return {};
  }));
  return api_logs::DeleteLogStreamOutput{};
}

}  // namespace firn::services::logs
