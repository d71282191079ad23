// DeleteDelivery: removes a delivery; source and destination stay.

#include "services/logs/deliveries.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DeleteDeliveryInput& input) {
  return NeedOnDelivery(call, "DeleteDelivery", kDelivery, input.id);
}

Result<api_logs::DeleteDeliveryOutput> Handle(Logs& logs, const api::Call& call,
                                              const api_logs::DeleteDeliveryInput& input) {
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindDelivery<api_logs::Delivery>(transaction, call, kDelivery, input.id));
    transaction.Erase(KindKey(call, kDelivery, input.id));
    return {};
  }));
  return api_logs::DeleteDeliveryOutput{};
}

}  // namespace firn::services::logs
