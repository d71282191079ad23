// GetDelivery: a delivery by its id.

#include "services/logs/deliveries.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::GetDeliveryInput& input) {
  return NeedOnDelivery(call, "GetDelivery", kDelivery, input.id);
}

Result<api_logs::GetDeliveryOutput> Handle(Logs& logs, const api::Call& call, const api_logs::GetDeliveryInput& input) {
  api_logs::GetDeliveryOutput output;
  FIRN_TRY(output.delivery, FindDelivery<api_logs::Delivery>(logs.store.Read(), call, kDelivery, input.id));
  return output;
}

}  // namespace firn::services::logs
