// DeregisterResource: forgets a registered location.

#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/locations.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call&, const lf::DeregisterResourceInput&) {
  return {{"lakeformation:DeregisterResource", "*", {}, {}}};
}

Result<lf::DeregisterResourceOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                            const lf::DeregisterResourceInput& input) {
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindLocation(transaction, call, input.resource_arn));
    transaction.Erase(LocationKey(call.account, call.region.text(), input.resource_arn));
    return {};
  }));
  return lf::DeregisterResourceOutput{};
}

}  // namespace firn::services::lakeformation
