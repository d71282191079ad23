// DescribeResource: one registered location.

#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/locations.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call&, const lf::DescribeResourceInput&) {
  return {{"lakeformation:DescribeResource", "*", {}, {}}};
}

Result<lf::DescribeResourceOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                          const lf::DescribeResourceInput& input) {
  FIRN_TRY(LocationRecord record,
           FindLocation(lakeformation.store.Read(), call, input.resource_arn));
  return lf::DescribeResourceOutput{std::move(record.info)};
}

}  // namespace firn::services::lakeformation
