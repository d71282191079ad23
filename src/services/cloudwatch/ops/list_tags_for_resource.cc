// ListTagsForResource: the tags of an alarm or a dashboard.

#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"
#include "services/cloudwatch/tags.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

authz::Needs NeedsFor(const CloudWatch&, const api::Call&, const cw::ListTagsForResourceInput& input) {
  return {{"cloudwatch:ListTagsForResource", input.resource_arn, {}, {}}};
}

Result<cw::ListTagsForResourceOutput> Handle(CloudWatch& cloudwatch, const api::Call& call,
                                             const cw::ListTagsForResourceInput& input) {
  FIRN_TRY(const auto tags, FindTags(cloudwatch.store.Read(), call, input.resource_arn));
  if (!tags) return cw::ResourceNotFoundException("Unknown");
  cw::ListTagsForResourceOutput output;
  output.tags.emplace();
  for (const auto& [key, value] : *tags) output.tags->push_back({key, value});
  return output;
}

}  // namespace firn::services::cloudwatch
