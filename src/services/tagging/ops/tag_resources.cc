// TagResources: adds tags to resources of any service here, each with the caller's rights there.

#include "services/tagging/ops.h"
#include "services/tagging/tagging.h"

namespace firn::services::tagging {

namespace tg = api::tagging;

authz::Needs NeedsFor(const Tagging&, const api::Call&, const tg::TagResourcesInput&) {
  return {{"tag:TagResources", "*", {}, {}}};
}

Result<tg::TagResourcesOutput> Handle(Tagging& tagging, const api::Call& call, const tg::TagResourcesInput& input) {
  for (const auto& [key, value] : input.tags) {
    if (key.starts_with("aws:")) {
      return tg::InvalidParameterException("Tag keys that begin with aws: are reserved: " + key);
    }
  }
  tg::TagResourcesOutput output;
  output.failed_resources_map =
      tagging.Each(call, input.resource_arn_list, [&](const TaggedService& service, const std::string& arn) {
        return service.tag(call, arn, input.tags);
      });
  return output;
}

}  // namespace firn::services::tagging
