// TagResource: adds tags to a catalog object.

#include "services/glue/tags.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call&, const api_glue::TagResourceInput& input) {
  return {{"glue:TagResource", input.resource_arn, {}, {}}};
}

Result<api_glue::TagResourceOutput> Handle(Glue& glue, const api::Call& call, const api_glue::TagResourceInput& input) {
  FIRN_OK(CheckTaggable(call, input.resource_arn));
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = TagsKey(call, input.resource_arn);
    FIRN_TRY(auto record, state::Load<TagsRecord>(transaction, key));
    TagsRecord changed = record.value_or(TagsRecord{});
    for (const auto& [name, value] : input.tags_to_add) changed.tags[name] = value;
    if (changed.tags.size() > 50) return api_glue::InvalidInputException("A resource can have no more than 50 tags.");
    state::Save(transaction, key, changed);
    return {};
  }));
  return api_glue::TagResourceOutput{};
}

}  // namespace firn::services::glue
