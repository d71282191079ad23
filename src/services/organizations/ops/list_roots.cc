// ListRoots: lists the one root of the organization.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::ListRootsInput;
using api::organizations::ListRootsOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const ListRootsInput&) {
  return On(organizations, call, "ListRoots");
}

Result<ListRootsOutput> Handle(Organizations& organizations, const api::Call& call,
                               const ListRootsInput& input) {
  FIRN_TRY(const auto row, organizations.Managed(call));
  return Paged(&ListRootsOutput::roots, std::vector<api::organizations::Root>{ApiRoot(*row)}, input,
               [](const auto& root) { return *root.id; });
}

}  // namespace firn::services::organizations
