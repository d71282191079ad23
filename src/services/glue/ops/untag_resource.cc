// UntagResource: removes tags from a catalog object.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/tags.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call&, const api_glue::UntagResourceInput& input) {
  return {{"glue:UntagResource", input.resource_arn, {}, {}}};
}

Result<api_glue::UntagResourceOutput> Handle(Glue& glue, const api::Call& call,
                                             const api_glue::UntagResourceInput& input) {
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(CheckTaggable(transaction, call, input.resource_arn));
    const std::string key = TagsKey(call, input.resource_arn);
    FIRN_TRY(auto record, state::Load<TagsRecord>(transaction, key));
    if (!record) return {};
    for (const std::string& name : input.tags_to_remove) record->tags.erase(name);
    state::Save(transaction, key, *record);
    return {};
  }));
  return api_glue::UntagResourceOutput{};
}

}  // namespace firn::services::glue
