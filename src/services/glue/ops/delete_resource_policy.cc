// DeleteResourcePolicy: removes the resource policy of the Data Catalog, or of one object in it.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/policies.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::DeleteResourcePolicyInput& input) {
  return {{"glue:DeleteResourcePolicy",
           input.resource_arn.value_or(CatalogArn(call, call.account)),
           {},
           {}}};
}

Result<api_glue::DeleteResourcePolicyOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::DeleteResourcePolicyInput& input) {
  FIRN_TRY(const std::string arn, PolicyTarget(call, input.resource_arn));
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = PolicyKey(call.account, call.region, arn);
    FIRN_TRY(const auto present, state::Load<PolicyRecord>(transaction, key));
    if (!present) return api_glue::EntityNotFoundException("Policy not found");
    if (input.policy_hash_condition && *input.policy_hash_condition != present->hash) {
      return api_glue::ConditionCheckFailureException(
          "The policy is not in the state that the request names");
    }
    transaction.Erase(key);
    return {};
  }));
  return api_glue::DeleteResourcePolicyOutput{};
}

}  // namespace firn::services::glue
