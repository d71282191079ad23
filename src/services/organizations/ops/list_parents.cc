// ListParents: names the root or unit right above a unit or account.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::ListParentsInput;
using api::organizations::ListParentsOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const ListParentsInput& input) {
  return On(organizations, call, "ListParents", input.child_id);
}

Result<ListParentsOutput> Handle(Organizations& organizations, const api::Call& call,
                                 const ListParentsInput& input) {
  FIRN_TRY(const auto row, organizations.Managed(call));
  const bool known = row->units.contains(input.child_id) || row->members.contains(input.child_id);
  if (!known) {
    return api::organizations::ChildNotFoundException(
        "You specified an organizational unit that doesn't exist.");
  }
  FIRN_TRY(const NodeRow* node, NodeOf(*row, input.child_id));
  const std::string type = node->parent == row->root.id ? "ROOT" : "ORGANIZATIONAL_UNIT";
  return Paged(&ListParentsOutput::parents,
               std::vector<api::organizations::Parent>{{node->parent, type}}, input,
               [](const auto& parent) { return *parent.id; });
}

}  // namespace firn::services::organizations
