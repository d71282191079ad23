// UntagResource: takes tags away; keys that are not there are passed over.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::UntagResourceInput;
using api::organizations::UntagResourceOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const UntagResourceInput& input) {
  return On(organizations, call, "UntagResource", input.resource_id);
}

Result<UntagResourceOutput> Handle(Organizations& organizations, const api::Call& call,
                                   const UntagResourceInput& input) {
  FIRN_OK(organizations.Change(call, [&](OrganizationRow& row) -> Result<void> {
    FIRN_TRY(auto* tags, TagsIn(row, input.resource_id));
    for (const std::string& key : input.tag_keys) tags->erase(key);
    return {};
  }));
  return UntagResourceOutput{};
}

}  // namespace firn::services::organizations
