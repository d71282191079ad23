// TagResource: adds tags to a catalog object.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/tags.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call&, const api_glue::TagResourceInput& input) {
  return {{"glue:TagResource", input.resource_arn, {}, {}}};
}

Result<api_glue::TagResourceOutput> Handle(Glue& glue, const api::Call& call,
                                           const api_glue::TagResourceInput& input) {
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(CheckTaggable(transaction, call, input.resource_arn));
    const std::string key = TagsKey(call, input.resource_arn);
    FIRN_TRY(auto record, state::Load<TagsRecord>(transaction, key));
    TagsRecord changed = record.value_or(TagsRecord{});
    for (const auto& [name, value] : input.tags_to_add) changed.tags[name] = value;
    FIRN_OK(CheckNewTags(changed.tags));
    state::Save(transaction, key, changed);
    return {};
  }));
  return api_glue::TagResourceOutput{};
}

}  // namespace firn::services::glue
