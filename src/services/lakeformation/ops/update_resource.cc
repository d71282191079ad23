// UpdateResource: changes the role and the switches of a registered location; switches left out
// stay.

#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/locations.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call&,
                      const lf::UpdateResourceInput& input) {
  return {{"lakeformation:UpdateResource", "*", {}, {}}, PassRoleNeed(input.role_arn)};
}

Result<lf::UpdateResourceOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                        const lf::UpdateResourceInput& input) {
  FIRN_OK(ParseLocation(call, input.resource_arn));
  FIRN_OK(CheckLocationRole(lakeformation, input.role_arn));
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(LocationRecord record, FindLocation(transaction, call, input.resource_arn));
    record.info.role_arn = input.role_arn;
    record.info.last_modified = call.now;
    if (input.with_federation) record.info.with_federation = input.with_federation;
    if (input.hybrid_access_enabled)
      record.info.hybrid_access_enabled = input.hybrid_access_enabled;
    if (input.expected_resource_owner_account) {
      record.info.expected_resource_owner_account = input.expected_resource_owner_account;
    }
    state::Save(transaction, LocationKey(call.account, call.region.text(), input.resource_arn),
                record);
    return {};
  }));
  return lf::UpdateResourceOutput{};
}

}  // namespace firn::services::lakeformation
