// ListTagsLogGroup: the older way to read the tags of a log group.

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::ListTagsLogGroupInput& input) {
  return NeedOnGroup(call, "ListTagsLogGroup", input.log_group_name);
}

Result<api_logs::ListTagsLogGroupOutput> Handle(Logs& logs, const api::Call& call,
                                                const api_logs::ListTagsLogGroupInput& input) {
  FIRN_TRY(auto group, FindGroup(logs.store.Read(), call, input.log_group_name));
  api_logs::ListTagsLogGroupOutput output;
  output.tags = std::move(group.tags);
  return output;
}

}  // namespace firn::services::logs
