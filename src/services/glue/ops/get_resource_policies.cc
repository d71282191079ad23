// GetResourcePolicies: the resource policies of the Data Catalog and of objects in it.

#include "services/glue/glue.h"
#include "services/glue/limits.h"
#include "services/glue/ops.h"
#include "services/glue/policies.h"
#include "services/glue/table_state.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::GetResourcePoliciesInput&) {
  return {{"glue:GetResourcePolicies", CatalogArn(call, call.account), {}, {}}};
}

Result<api_glue::GetResourcePoliciesOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::GetResourcePoliciesInput& input) {
  const auto limit = input.max_results ? static_cast<size_t>(*input.max_results) : kPageMax;
  FIRN_TRY(auto page,
           ListPage<PolicyRecord>(glue.store.Read(), PolicyPrefix(call.account, call.region),
                                  input.next_token, limit));
  api_glue::GetResourcePoliciesOutput output;
  output.get_resource_policies_response_list.emplace();
  for (const auto& record : page.items) {
    auto& policy = output.get_resource_policies_response_list->emplace_back();
    policy.policy_in_json = record->document;
    policy.policy_hash = record->hash;
    policy.create_time = record->created;
    policy.update_time = record->updated;
  }
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::glue
