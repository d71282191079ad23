// ListTagsForResource: the tags of a log group.

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::ListTagsForResourceInput& input) {
  return {{"logs:ListTagsForResource", GroupArn(call, GroupNameOf(input.resource_arn)).text(), {}, {}}};
}

Result<api_logs::ListTagsForResourceOutput> Handle(Logs& logs, const api::Call& call,
                                                   const api_logs::ListTagsForResourceInput& input) {
  FIRN_TRY(auto group, FindGroup(logs.store.Read(), call, GroupNameOf(input.resource_arn)));
  api_logs::ListTagsForResourceOutput output;
  output.tags = std::move(group.tags);
  return output;
}

}  // namespace firn::services::logs
