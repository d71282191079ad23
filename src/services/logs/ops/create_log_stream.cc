// CreateLogStream: makes an empty stream in a log group.

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::CreateLogStreamInput& input) {
  return {{"logs:CreateLogStream", GroupArn(call, input.log_group_name).text() + ":*", {}, {}}};
}

Result<api_logs::CreateLogStreamOutput> Handle(Logs& logs, const api::Call& call,
                                               const api_logs::CreateLogStreamInput& input) {
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindGroup(transaction, call, input.log_group_name));
    const std::string key = StreamKey(call, input.log_group_name, input.log_stream_name);
    if (transaction.Has(key)) {
      return api_logs::ResourceAlreadyExistsException("The specified log stream already exists");
    }
    StreamRecord stream;
    stream.name = input.log_stream_name;
    stream.created = call.now;
    state::Save(transaction, key, stream);
    return {};
  }));
  return api_logs::CreateLogStreamOutput{};
}

}  // namespace firn::services::logs
