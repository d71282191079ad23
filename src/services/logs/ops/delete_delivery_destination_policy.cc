// DeleteDeliveryDestinationPolicy: removes the policy of a destination.

#include "services/logs/deliveries.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DeleteDeliveryDestinationPolicyInput& input) {
  return NeedOnDelivery(call, "DeleteDeliveryDestinationPolicy", kDestination, input.delivery_destination_name);
}

Result<api_logs::DeleteDeliveryDestinationPolicyOutput> Handle(
    Logs& logs, const api::Call& call, const api_logs::DeleteDeliveryDestinationPolicyInput& input) {
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindDelivery<api_logs::DeliveryDestination>(transaction, call, kDestination,
                                                        input.delivery_destination_name));
    transaction.Erase(KindKey(call, kDeliveryPolicy, input.delivery_destination_name));
    return {};
  }));
  return api_logs::DeleteDeliveryDestinationPolicyOutput{};
}

}  // namespace firn::services::logs
