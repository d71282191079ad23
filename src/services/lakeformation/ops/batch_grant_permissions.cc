// BatchGrantPermissions: up to 20 changes, each made or refused by itself.
// Differs from AWS: a caller whose IAM policies do not cover every entry is refused as a whole.

#include "services/lakeformation/grants.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::BatchGrantPermissionsInput& input) {
  return BatchNeeds(call, BatchKind::kGrant, input.catalog_id, input.entries);
}

Result<lf::BatchGrantPermissionsOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                               const lf::BatchGrantPermissionsInput& input) {
  return HandleBatch<lf::BatchGrantPermissionsOutput>(lakeformation, call, BatchKind::kGrant,
                                                      input);
}

}  // namespace firn::services::lakeformation
