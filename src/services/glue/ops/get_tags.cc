// GetTags: the tags of a catalog object.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/tags.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call&, const api_glue::GetTagsInput& input) {
  return {{"glue:GetTags", input.resource_arn, {}, {}}};
}

Result<api_glue::GetTagsOutput> Handle(Glue& glue, const api::Call& call,
                                       const api_glue::GetTagsInput& input) {
  FIRN_OK(CheckTaggable(glue.store.Read(), call, input.resource_arn));
  FIRN_TRY(const auto record,
           state::Load<TagsRecord>(glue.store.Read(), TagsKey(call, input.resource_arn)));
  api_glue::GetTagsOutput output;
  output.tags = record ? record->tags : std::map<std::string, std::string>{};
  return output;
}

}  // namespace firn::services::glue
