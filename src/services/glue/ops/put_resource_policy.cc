// PutResourcePolicy: sets the resource policy of the Data Catalog, or of one object in it. It is in
// force at once. Differs from AWS: EnableHybrid is accepted and changes nothing, since grants and
// policies are both asked here.

#include "services/glue/glue.h"
#include "services/glue/limits.h"
#include "services/glue/ops.h"
#include "services/glue/policies.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::PutResourcePolicyInput& input) {
  return {{"glue:PutResourcePolicy",
           input.resource_arn.value_or(CatalogArn(call, call.account)),
           {},
           {}}};
}

Result<api_glue::PutResourcePolicyOutput> Handle(Glue& glue, const api::Call& call,
                                                 const api_glue::PutResourcePolicyInput& input) {
  FIRN_TRY(const std::string arn, PolicyTarget(call, input.resource_arn));
  if (auto policy = authz::ParsePolicy(input.policy_in_json, authz::PolicyKind::kResource);
      !policy) {
    return api_glue::InvalidInputException("Policy is malformed: " + policy.error().message);
  }
  if (input.policy_in_json.size() > kPolicyBytesMax) {
    return api_glue::InvalidInputException("The policy is longer than " +
                                           std::to_string(kPolicyBytesMax) + " bytes");
  }
  const std::string hash = PolicyHash(input.policy_in_json);
  const std::string condition = input.policy_exists_condition.value_or("NONE");
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const auto present,
             state::Load<PolicyRecord>(transaction, PolicyKey(call.account, call.region, arn)));
    const bool unmet = (condition == "MUST_EXIST" && !present) ||
                       (condition == "NOT_EXIST" && present) ||
                       (input.policy_hash_condition &&
                        (!present || present->hash != *input.policy_hash_condition));
    if (unmet)
      return api_glue::ConditionCheckFailureException(
          "The policy is not in the state that the request names");
    PolicyRecord next{arn, input.policy_in_json, hash, present ? present->created : call.now,
                      call.now};
    state::Save(transaction, PolicyKey(call.account, call.region, arn), next);
    return {};
  }));
  api_glue::PutResourcePolicyOutput output;
  output.policy_hash = hash;
  return output;
}

}  // namespace firn::services::glue
