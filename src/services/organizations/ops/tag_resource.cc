// TagResource: adds tags to a root, unit, account or policy, or replaces their values.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::TagResourceInput;
using api::organizations::TagResourceOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const TagResourceInput& input) {
  return On(organizations, call, "TagResource", input.resource_id);
}

Result<TagResourceOutput> Handle(Organizations& organizations, const api::Call& call,
                                 const TagResourceInput& input) {
  FIRN_TRY(const auto more, TagsOf(input.tags));
  FIRN_OK(organizations.Change(call, [&](OrganizationRow& row) -> Result<void> {
    FIRN_TRY(auto* tags, TagsIn(row, input.resource_id));
    for (const auto& [key, value] : more) (*tags)[key] = value;
    if (tags->size() > kTagsMax) {
      return api::organizations::ConstraintViolationException(
          "You have exceeded the allowed number of tags.");
    }
    return {};
  }));
  return TagResourceOutput{};
}

}  // namespace firn::services::organizations
