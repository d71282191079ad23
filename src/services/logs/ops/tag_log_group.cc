// TagLogGroup: the older way to tag a log group.

#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/tags.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::TagLogGroupInput& input) {
  return NeedToTag("TagLogGroup", GroupArn(call, input.log_group_name).text() + ":*", input.tags);
}

Result<api_logs::TagLogGroupOutput> Handle(Logs& logs, const api::Call& call, const api_logs::TagLogGroupInput& input) {
  FIRN_OK(ChangeTags(logs, call, GroupArn(call, input.log_group_name).text(),
                     [&](Tags& tags) { return MergeTags(tags, input.tags); }));
  return api_logs::TagLogGroupOutput{};
}

}  // namespace firn::services::logs
