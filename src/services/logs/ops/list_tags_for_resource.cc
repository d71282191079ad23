// ListTagsForResource: the tags of a log group, a destination, a delivery or what belongs to one.

#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/tags.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call&, const api_logs::ListTagsForResourceInput& input) {
  return {{"logs:ListTagsForResource", input.resource_arn, {}, {}}};
}

Result<api_logs::ListTagsForResourceOutput> Handle(Logs& logs, const api::Call& call,
                                                   const api_logs::ListTagsForResourceInput& input) {
  api_logs::ListTagsForResourceOutput output;
  FIRN_TRY(output.tags, FindTags(logs.store.Read(), call, input.resource_arn));
  return output;
}

}  // namespace firn::services::logs
