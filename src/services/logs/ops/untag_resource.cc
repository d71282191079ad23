// UntagResource: removes tags from a log group, a destination, a delivery or what belongs to one.

#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/tags.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call&, const api_logs::UntagResourceInput& input) {
  return {{"logs:UntagResource", input.resource_arn, {{"aws:TagKeys", input.tag_keys}}, {}}};
}

Result<api_logs::UntagResourceOutput> Handle(Logs& logs, const api::Call& call,
                                             const api_logs::UntagResourceInput& input) {
  FIRN_OK(ChangeTags(logs, call, input.resource_arn, [&](Tags& tags) -> Result<void> {
    for (const std::string& key : input.tag_keys) tags.erase(key);
    return {};
  }));
  return api_logs::UntagResourceOutput{};
}

}  // namespace firn::services::logs
