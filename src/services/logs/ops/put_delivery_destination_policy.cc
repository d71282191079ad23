// PutDeliveryDestinationPolicy: says which accounts may deliver to a destination.
// Differs from AWS: the policy is stored and shown; nothing is delivered.

#include "authz/policy.h"
#include "services/logs/deliveries.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::PutDeliveryDestinationPolicyInput& input) {
  return NeedOnDelivery(call, "PutDeliveryDestinationPolicy", kDestination, input.delivery_destination_name);
}

Result<api_logs::PutDeliveryDestinationPolicyOutput> Handle(Logs& logs, const api::Call& call,
                                                            const api_logs::PutDeliveryDestinationPolicyInput& input) {
  if (auto policy = authz::ParsePolicy(input.delivery_destination_policy, authz::PolicyKind::kResource); !policy) {
    return api_logs::ValidationException(policy.error().message);
  }
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindDelivery<api_logs::DeliveryDestination>(transaction, call, kDestination,
                                                        input.delivery_destination_name));
    state::Save(transaction, KindKey(call, kDeliveryPolicy, input.delivery_destination_name),
                DeliveryPolicyRecord{input.delivery_destination_policy});
    return {};
  }));
  api_logs::PutDeliveryDestinationPolicyOutput output;
  output.policy.emplace().delivery_destination_policy = input.delivery_destination_policy;
  return output;
}

}  // namespace firn::services::logs
