// DeleteAlarms: removes alarms. Names that are none are passed over.

#include "services/cloudwatch/alarms.h"
#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

authz::Needs NeedsFor(const CloudWatch&, const api::Call& call, const cw::DeleteAlarmsInput& input) {
  return NeedsOnAlarms(call, "DeleteAlarms", input.alarm_names);
}

Result<cw::DeleteAlarmsOutput> Handle(CloudWatch& cloudwatch, const api::Call& call, const cw::DeleteAlarmsInput& input) {
  FIRN_OK(cloudwatch.store.Write([&](state::Transaction& transaction) -> Result<void> {
    for (const std::string& name : input.alarm_names) {
      transaction.Erase(AlarmKey(call, name));
      transaction.ErasePrefix(HistoryPrefix(call, name));
    }
    return {};
  }));
  return cw::DeleteAlarmsOutput{};
}

}  // namespace firn::services::cloudwatch
