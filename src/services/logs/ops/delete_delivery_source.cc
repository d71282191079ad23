// DeleteDeliverySource: removes a source that no delivery is from.

#include "services/logs/deliveries.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DeleteDeliverySourceInput& input) {
  return NeedOnDelivery(call, "DeleteDeliverySource", kSource, input.name);
}

Result<api_logs::DeleteDeliverySourceOutput> Handle(Logs& logs, const api::Call& call,
                                                    const api_logs::DeleteDeliverySourceInput& input) {
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindDelivery<api_logs::DeliverySource>(transaction, call, kSource, input.name));
    FIRN_OK(CheckUnused(transaction, call, input.name, {}));
    transaction.Erase(KindKey(call, kSource, input.name));
    return {};
  }));
  return api_logs::DeleteDeliverySourceOutput{};
}

}  // namespace firn::services::logs
