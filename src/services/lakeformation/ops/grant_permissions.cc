// GrantPermissions: adds to what a principal holds on a catalog, database, table, columns, data
// location, data cells filter, LF-tag, LF-tag policy or saved expression. What another account is
// granted is shared with it through Resource Access Manager, and counts once it has accepted.
// Differs from AWS: a grant on the tables of a database link is refused at once, not when it is
// listed; who holds SELECT with grant option on some columns cannot pass it on; grants by LF-tags
// need GRANT_WITH_LF_TAG_EXPRESSION on each tag even where the permission itself is held with grant
// option; a catalog named in a grant need not exist; conditions are not implemented.

#include "services/lakeformation/grants.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::GrantPermissionsInput& input) {
  return ChangeNeeds(call, "lakeformation:GrantPermissions", input);
}

Result<lf::GrantPermissionsOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                          const lf::GrantPermissionsInput& input) {
  FIRN_OK(Grant(lakeformation, call, ChangeOf(input.catalog_id, input)));
  return lf::GrantPermissionsOutput{};
}

}  // namespace firn::services::lakeformation
