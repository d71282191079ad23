// DeleteLFTagExpression: forgets a saved expression with the grants on it and by it.

#include "services/lakeformation/ops.h"
#include "services/lakeformation/tags.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::DeleteLFTagExpressionInput& input) {
  return {ExpressionNeed(call, "lakeformation:DeleteLFTagExpression", input.catalog_id, input.name,
                         "DROP")};
}

Result<lf::DeleteLFTagExpressionOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                               const lf::DeleteLFTagExpressionInput& input) {
  FIRN_TRY(const AccountId owner, AccountOf(call, input.catalog_id));
  const std::string& account = owner.text();
  const std::string& region = call.region.text();
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindExpression(transaction, account, region, input.name));
    transaction.Erase(ExpressionKey(account, region, input.name));
    transaction.ErasePrefix(ExpressionGrantPrefix(account, region, input.name));
    return ErasePolicies(transaction, account, region,
                         [&](const GrantRecord& grant) { return grant.expression == input.name; });
  }));
  return lf::DeleteLFTagExpressionOutput{};
}

}  // namespace firn::services::lakeformation
