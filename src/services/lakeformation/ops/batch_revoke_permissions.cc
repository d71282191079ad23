// BatchRevokePermissions: up to 20 changes, each made or refused by itself.
// Differs from AWS: a caller whose IAM policies do not cover every entry is refused as a whole.

#include "services/lakeformation/grants.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::BatchRevokePermissionsInput& input) {
  return BatchNeeds(call, BatchKind::kRevoke, input.catalog_id, input.entries);
}

Result<lf::BatchRevokePermissionsOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                                const lf::BatchRevokePermissionsInput& input) {
  return HandleBatch<lf::BatchRevokePermissionsOutput>(lakeformation, call, BatchKind::kRevoke,
                                                       input);
}

}  // namespace firn::services::lakeformation
