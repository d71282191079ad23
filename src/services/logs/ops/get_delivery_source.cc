// GetDeliverySource: a source of deliveries.

#include "services/logs/deliveries.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::GetDeliverySourceInput& input) {
  return NeedOnDelivery(call, "GetDeliverySource", kSource, input.name);
}

Result<api_logs::GetDeliverySourceOutput> Handle(Logs& logs, const api::Call& call,
                                                 const api_logs::GetDeliverySourceInput& input) {
  api_logs::GetDeliverySourceOutput output;
  FIRN_TRY(output.delivery_source,
           FindDelivery<api_logs::DeliverySource>(logs.store.Read(), call, kSource, input.name));
  return output;
}

}  // namespace firn::services::logs
