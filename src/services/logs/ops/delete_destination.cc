// DeleteDestination: removes a destination.

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DeleteDestinationInput& input) {
  return NeedOn(call, "DeleteDestination", "destination:" + input.destination_name);
}

Result<api_logs::DeleteDestinationOutput> Handle(Logs& logs, const api::Call& call,
                                                 const api_logs::DeleteDestinationInput& input) {
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (!transaction.Erase(KindKey(call, "destination", input.destination_name))) {
      return api_logs::ResourceNotFoundException("The specified destination does not exist.");
    }
    return {};
  }));
  return api_logs::DeleteDestinationOutput{};
}

}  // namespace firn::services::logs
