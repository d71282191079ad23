// GetResourcePolicy: the resource policy of the Data Catalog, or of one object in it; nothing when
// there is none.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/policies.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::GetResourcePolicyInput& input) {
  return {{"glue:GetResourcePolicy",
           input.resource_arn.value_or(CatalogArn(call, call.account)),
           {},
           {}}};
}

Result<api_glue::GetResourcePolicyOutput> Handle(Glue& glue, const api::Call& call,
                                                 const api_glue::GetResourcePolicyInput& input) {
  FIRN_TRY(const std::string arn, PolicyTarget(call, input.resource_arn));
  FIRN_TRY(const auto found, state::LoadShared<PolicyRecord>(
                                 glue.store.Read(), PolicyKey(call.account, call.region, arn)));
  api_glue::GetResourcePolicyOutput output;
  if (!found) return output;
  output.policy_in_json = found->document;
  output.policy_hash = found->hash;
  output.create_time = found->created;
  output.update_time = found->updated;
  return output;
}

}  // namespace firn::services::glue
