// UntagResource: removes tags from an alarm or a dashboard.

#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"
#include "services/cloudwatch/tags.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

authz::Needs NeedsFor(const CloudWatch&, const api::Call&, const cw::UntagResourceInput& input) {
  return {{"cloudwatch:UntagResource", input.resource_arn, {{"aws:TagKeys", input.tag_keys}}, {}}};
}

Result<cw::UntagResourceOutput> Handle(CloudWatch& cloudwatch, const api::Call& call,
                                       const cw::UntagResourceInput& input) {
  FIRN_OK(ChangeTags(cloudwatch, call, input.resource_arn, [&](Tags& tags) -> Result<void> {
    for (const std::string& key : input.tag_keys) tags.erase(key);
    return {};
  }));
  return cw::UntagResourceOutput{};
}

}  // namespace firn::services::cloudwatch
