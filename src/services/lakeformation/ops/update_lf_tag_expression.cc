// UpdateLFTagExpression: replaces a saved expression and its description. What is granted by it
// changes at once.

#include "services/lakeformation/ops.h"
#include "services/lakeformation/tags.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::UpdateLFTagExpressionInput& input) {
  constexpr const char* kAction = "lakeformation:UpdateLFTagExpression";
  authz::Needs needs = {ExpressionNeed(call, kAction, input.catalog_id, input.name, "ALTER")};
  for (auto& need : ConditionNeeds(call, kAction, input.catalog_id, input.expression)) {
    needs.push_back(std::move(need));
  }
  return needs;
}

Result<lf::UpdateLFTagExpressionOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                               const lf::UpdateLFTagExpressionInput& input) {
  FIRN_TRY(const AccountId owner, AccountOf(call, input.catalog_id));
  const std::string& account = owner.text();
  const std::string& region = call.region.text();
  FIRN_TRY(const auto conditions, ReadConditions(input.expression));
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = ExpressionKey(account, region, input.name);
    FIRN_TRY(ExpressionRecord record, FindExpression(transaction, account, region, input.name));
    FIRN_OK(CheckConditions(transaction, account, region, conditions));
    record.conditions = conditions;
    record.description = input.description;
    state::Save(transaction, key, record);
    return {};
  }));
  return lf::UpdateLFTagExpressionOutput{};
}

}  // namespace firn::services::lakeformation
