// EnableAlarmActions: alarms may act again.
// Differs from AWS: the switch is stored; alarms never act here.

#include "services/cloudwatch/alarms.h"
#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

authz::Needs NeedsFor(const CloudWatch&, const api::Call& call, const cw::EnableAlarmActionsInput& input) {
  return NeedsOnAlarms(call, "EnableAlarmActions", input.alarm_names);
}

Result<cw::EnableAlarmActionsOutput> Handle(CloudWatch& cloudwatch, const api::Call& call,
                                            const cw::EnableAlarmActionsInput& input) {
  FIRN_OK(SwitchActions(cloudwatch, call, input.alarm_names, Actions::kEnabled));
  return cw::EnableAlarmActionsOutput{};
}

}  // namespace firn::services::cloudwatch
