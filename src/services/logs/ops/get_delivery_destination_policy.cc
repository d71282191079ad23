// GetDeliveryDestinationPolicy: the policy of a destination, empty when it has none.

#include "services/logs/deliveries.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::GetDeliveryDestinationPolicyInput& input) {
  return NeedOnDelivery(call, "GetDeliveryDestinationPolicy", kDestination, input.delivery_destination_name);
}

Result<api_logs::GetDeliveryDestinationPolicyOutput> Handle(Logs& logs, const api::Call& call,
                                                            const api_logs::GetDeliveryDestinationPolicyInput& input) {
  const state::Snapshot snapshot = logs.store.Read();
  FIRN_OK(FindDelivery<api_logs::DeliveryDestination>(snapshot, call, kDestination, input.delivery_destination_name));
  FIRN_TRY(const auto record, state::Load<DeliveryPolicyRecord>(
                                  snapshot, KindKey(call, kDeliveryPolicy, input.delivery_destination_name)));
  api_logs::GetDeliveryDestinationPolicyOutput output;
  output.policy.emplace();
  if (record) output.policy->delivery_destination_policy = record->document;
  return output;
}

}  // namespace firn::services::logs
