// DeleteLakeFormationOptIn: ends that Lake Formation decides for a principal.

#include "services/lakeformation/ops.h"
#include "services/lakeformation/opt_ins.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::DeleteLakeFormationOptInInput& input) {
  return OptInNeeds(call, "lakeformation:DeleteLakeFormationOptIn", input.resource);
}

Result<lf::DeleteLakeFormationOptInOutput> Handle(LakeFormation& lakeformation,
                                                  const api::Call& call,
                                                  const lf::DeleteLakeFormationOptInInput& input) {
  FIRN_TRY(const OptIn read, ReadOptIn(call, input.principal, input.resource, input.condition));
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (!transaction.Erase(read.key)) {
      return lf::EntityNotFoundException("Opt in not found for this principal and resource");
    }
    return {};
  }));
  return lf::DeleteLakeFormationOptInOutput{};
}

}  // namespace firn::services::lakeformation
