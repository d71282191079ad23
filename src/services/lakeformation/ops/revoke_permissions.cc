// RevokePermissions: takes away what a principal holds, all of it or nothing.
// Differs from AWS: what the principal granted on with its grant option stays.

#include "services/lakeformation/grants.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::RevokePermissionsInput& input) {
  return ChangeNeeds(call, "lakeformation:RevokePermissions", input);
}

Result<lf::RevokePermissionsOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                           const lf::RevokePermissionsInput& input) {
  FIRN_OK(Revoke(lakeformation, call, ChangeOf(input.catalog_id, input)));
  return lf::RevokePermissionsOutput{};
}

}  // namespace firn::services::lakeformation
