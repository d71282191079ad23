// TagResource: adds tags to a log group, a destination, a delivery or what belongs to one.

#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/tags.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call&, const api_logs::TagResourceInput& input) {
  return NeedToTag("TagResource", input.resource_arn, input.tags);
}

Result<api_logs::TagResourceOutput> Handle(Logs& logs, const api::Call& call, const api_logs::TagResourceInput& input) {
  FIRN_OK(ChangeTags(logs, call, input.resource_arn, [&](Tags& tags) { return MergeTags(tags, input.tags); }));
  return api_logs::TagResourceOutput{};
}

}  // namespace firn::services::logs
