// TagResource: adds tags to an alarm or a dashboard.

#include "services/cloudwatch/alarms.h"
#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/limits.h"
#include "services/cloudwatch/ops.h"
#include "services/cloudwatch/tags.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

authz::Needs NeedsFor(const CloudWatch&, const api::Call&, const cw::TagResourceInput& input) {
  authz::Need need{"cloudwatch:TagResource", input.resource_arn, {}, {}};
  for (const cw::Tag& tag : input.tags) {
    need.context["aws:RequestTag/" + tag.key] = {tag.value};
    need.context["aws:TagKeys"].push_back(tag.key);
  }
  return {std::move(need)};
}

Result<cw::TagResourceOutput> Handle(CloudWatch& cloudwatch, const api::Call& call, const cw::TagResourceInput& input) {
  FIRN_TRY(const auto more, TagsOf(input.tags));
  FIRN_OK(ChangeTags(cloudwatch, call, input.resource_arn, [&](Tags& tags) -> Result<void> {
    for (const auto& [key, value] : more) tags[key] = value;
    if (tags.size() > kTagsMax) return cw::InvalidParameterValueException("A resource can have no more than 50 tags.");
    return {};
  }));
  return cw::TagResourceOutput{};
}

}  // namespace firn::services::cloudwatch
