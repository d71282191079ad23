// GetDeliveryDestination: a destination of deliveries.

#include "services/logs/deliveries.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::GetDeliveryDestinationInput& input) {
  return NeedOnDelivery(call, "GetDeliveryDestination", kDestination, input.name);
}

Result<api_logs::GetDeliveryDestinationOutput> Handle(Logs& logs, const api::Call& call,
                                                      const api_logs::GetDeliveryDestinationInput& input) {
  api_logs::GetDeliveryDestinationOutput output;
  FIRN_TRY(output.delivery_destination,
           FindDelivery<api_logs::DeliveryDestination>(logs.store.Read(), call, kDestination, input.name));
  return output;
}

}  // namespace firn::services::logs
