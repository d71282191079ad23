// ListLFTagExpressions: the saved expressions that the caller may see, by name.

#include "services/lakeformation/ops.h"
#include "services/lakeformation/page.h"
#include "services/lakeformation/tags.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call&,
                      const lf::ListLFTagExpressionsInput&) {
  return {{"lakeformation:ListLFTagExpressions", "*", {}, {}}};
}

Result<lf::ListLFTagExpressionsOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                              const lf::ListLFTagExpressionsInput& input) {
  FIRN_TRY(const AccountId owner, AccountOf(call, input.catalog_id));
  lf::ListLFTagExpressionsOutput output;
  auto& list = output.lf_tag_expressions.emplace();
  const auto take = [&](const std::string&, const ExpressionRecord& record) -> Result<bool> {
    authz::LakeResource resource{owner.text(), "", ""};
    resource.expression = record.name;
    FIRN_TRY(const auto rights,
             lakeformation.RightsOf(call.principal, resource, call.region.text()));
    if (!rights.permissions.contains("DESCRIBE")) return false;
    list.push_back(
        {record.name, record.description, owner.text(), ConditionsOut(record.conditions)});
    return true;
  };
  FIRN_TRY(output.next_token,
           PageOf<ExpressionRecord>(lakeformation.store.Read(),
                                    ExpressionPrefix(owner.text(), call.region.text()),
                                    input.next_token, input.max_results, take));
  return output;
}

}  // namespace firn::services::lakeformation
