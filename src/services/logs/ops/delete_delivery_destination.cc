// DeleteDeliveryDestination: removes a destination that no delivery goes to, with its policy.

#include "services/logs/deliveries.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DeleteDeliveryDestinationInput& input) {
  return NeedOnDelivery(call, "DeleteDeliveryDestination", kDestination, input.name);
}

Result<api_logs::DeleteDeliveryDestinationOutput> Handle(Logs& logs, const api::Call& call,
                                                         const api_logs::DeleteDeliveryDestinationInput& input) {
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const auto destination,
             FindDelivery<api_logs::DeliveryDestination>(transaction, call, kDestination, input.name));
    FIRN_OK(CheckUnused(transaction, call, {}, destination.arn.value_or("")));
    transaction.Erase(KindKey(call, kDestination, input.name));
    transaction.Erase(KindKey(call, kDeliveryPolicy, input.name));
    return {};
  }));
  return api_logs::DeleteDeliveryDestinationOutput{};
}

}  // namespace firn::services::logs
