// ListChildren: lists the units or the accounts right below a root or unit.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::ListChildrenInput;
using api::organizations::ListChildrenOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const ListChildrenInput& input) {
  return On(organizations, call, "ListChildren", input.parent_id);
}

Result<ListChildrenOutput> Handle(Organizations& organizations, const api::Call& call,
                                  const ListChildrenInput& input) {
  FIRN_TRY(const auto row, organizations.Managed(call));
  FIRN_OK(ParentOf(*row, input.parent_id));
  std::vector<api::organizations::Child> children;
  for (const NodeRow* node : ChildrenOf(*row, input.parent_id)) {
    const std::string type = row->units.contains(node->id) ? "ORGANIZATIONAL_UNIT" : "ACCOUNT";
    if (type == input.child_type) children.push_back({node->id, type});
  }
  return Paged(&ListChildrenOutput::children, std::move(children), input,
               [](const auto& child) { return *child.id; });
}

}  // namespace firn::services::organizations
