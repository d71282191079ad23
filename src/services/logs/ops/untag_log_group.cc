// UntagLogGroup: the older way to remove tags from a log group.

#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/tags.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::UntagLogGroupInput& input) {
  return {{"logs:UntagLogGroup", GroupArn(call, input.log_group_name).text() + ":*", {{"aws:TagKeys", input.tags}}, {}}};
}

Result<api_logs::UntagLogGroupOutput> Handle(Logs& logs, const api::Call& call,
                                             const api_logs::UntagLogGroupInput& input) {
  FIRN_OK(ChangeTags(logs, call, GroupArn(call, input.log_group_name).text(), [&](Tags& tags) -> Result<void> {
    for (const std::string& key : input.tags) tags.erase(key);
    return {};
  }));
  return api_logs::UntagLogGroupOutput{};
}

}  // namespace firn::services::logs
