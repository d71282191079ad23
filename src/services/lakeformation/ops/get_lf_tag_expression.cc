// GetLFTagExpression: one saved expression of LF-tags.

#include "services/lakeformation/ops.h"
#include "services/lakeformation/tags.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::GetLFTagExpressionInput& input) {
  return {ExpressionNeed(call, "lakeformation:GetLFTagExpression", input.catalog_id, input.name,
                         "DESCRIBE")};
}

Result<lf::GetLFTagExpressionOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                            const lf::GetLFTagExpressionInput& input) {
  FIRN_TRY(const AccountId owner, AccountOf(call, input.catalog_id));
  FIRN_TRY(const ExpressionRecord record, FindExpression(lakeformation.store.Read(), owner.text(),
                                                         call.region.text(), input.name));
  lf::GetLFTagExpressionOutput output;
  output.name = record.name;
  output.description = record.description;
  output.catalog_id = owner.text();
  output.expression = ConditionsOut(record.conditions);
  return output;
}

}  // namespace firn::services::lakeformation
