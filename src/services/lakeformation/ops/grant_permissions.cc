// GrantPermissions: adds to what a principal holds on a catalog, database, table, column or data
// location. Differs from AWS: a grant on the tables of a database link is refused at once, not when
// it is listed; who holds SELECT with grant option on some columns cannot pass it on; a catalog
// named in a grant need not exist; no RAM share is made.

#include "services/lakeformation/grants.h"
#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::GrantPermissionsInput& input) {
  authz::Needs needs = {{"lakeformation:GrantPermissions", "*", {}, {}}};
  for (auto& need : LookNeeds(call, input.catalog_id, input.resource))
    needs.push_back(std::move(need));
  return needs;
}

Result<lf::GrantPermissionsOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                          const lf::GrantPermissionsInput& input) {
  FIRN_OK(Grant(lakeformation, call, ChangeOf(input.catalog_id, input)));
  return lf::GrantPermissionsOutput{};
}

}  // namespace firn::services::lakeformation
