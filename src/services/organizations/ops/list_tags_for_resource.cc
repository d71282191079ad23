// ListTagsForResource: lists the tags of a root, unit, account or policy.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::ListTagsForResourceInput;
using api::organizations::ListTagsForResourceOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const ListTagsForResourceInput& input) {
  return On(organizations, call, "ListTagsForResource", input.resource_id);
}

Result<ListTagsForResourceOutput> Handle(Organizations& organizations, const api::Call& call,
                                         const ListTagsForResourceInput& input) {
  FIRN_TRY(const auto row, organizations.Managed(call));
  OrganizationRow copy = *row;
  FIRN_TRY(const auto* tags, TagsIn(copy, input.resource_id));
  std::vector<api::organizations::Tag> list;
  for (const auto& [key, value] : *tags) list.push_back({key, value});
  return Paged(&ListTagsForResourceOutput::tags, std::move(list), input,
               [](const auto& tag) { return tag.key; });
}

}  // namespace firn::services::organizations
