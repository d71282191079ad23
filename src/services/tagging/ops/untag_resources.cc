// UntagResources: removes tags from resources of any service here, each with the caller's rights there.

#include "services/tagging/ops.h"
#include "services/tagging/tagging.h"

namespace firn::services::tagging {

namespace tg = api::tagging;

authz::Needs NeedsFor(const Tagging&, const api::Call&, const tg::UntagResourcesInput&) {
  return {{"tag:UntagResources", "*", {}, {}}};
}

Result<tg::UntagResourcesOutput> Handle(Tagging& tagging, const api::Call& call, const tg::UntagResourcesInput& input) {
  tg::UntagResourcesOutput output;
  output.failed_resources_map =
      tagging.Each(call, input.resource_arn_list, [&](const TaggedService& service, const std::string& arn) {
        return service.untag(call, arn, input.tag_keys);
      });
  return output;
}

}  // namespace firn::services::tagging
