// CreateLFTagExpression: saves an expression of LF-tags under a name, for grants to use.

#include "services/lakeformation/limits.h"
#include "services/lakeformation/ops.h"
#include "services/lakeformation/tags.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::CreateLFTagExpressionInput& input) {
  constexpr const char* kAction = "lakeformation:CreateLFTagExpression";
  authz::Needs needs = {CatalogNeed(call, kAction, input.catalog_id, "CREATE_LF_TAG_EXPRESSION")};
  for (auto& need : ConditionNeeds(call, kAction, input.catalog_id, input.expression)) {
    needs.push_back(std::move(need));
  }
  return needs;
}

Result<lf::CreateLFTagExpressionOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                               const lf::CreateLFTagExpressionInput& input) {
  FIRN_TRY(const AccountId owner, AccountOf(call, input.catalog_id));
  const std::string& account = owner.text();
  const std::string& region = call.region.text();
  FIRN_TRY(const auto conditions, ReadConditions(input.expression));
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = ExpressionKey(account, region, input.name);
    if (transaction.Has(key)) {
      return lf::InvalidInputException("LF-Tag expression already exists: " + input.name);
    }
    FIRN_TRY(const auto saved,
             state::List<ExpressionRecord>(transaction, ExpressionPrefix(account, region), "",
                                           kExpressionsMax));
    if (saved.items.size() == kExpressionsMax) {
      return lf::ResourceNumberLimitExceededException(
          "Number of LF-Tag expressions exceeds the limit");
    }
    FIRN_OK(CheckConditions(transaction, account, region, conditions));
    state::Save(transaction, key, ExpressionRecord{input.name, input.description, conditions});
    return {};
  }));
  return lf::CreateLFTagExpressionOutput{};
}

}  // namespace firn::services::lakeformation
