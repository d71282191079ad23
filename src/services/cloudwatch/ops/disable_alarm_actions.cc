// DisableAlarmActions: alarms go on, without acting.
// Differs from AWS: the switch is stored; alarms never act here.

#include "services/cloudwatch/alarms.h"
#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

authz::Needs NeedsFor(const CloudWatch&, const api::Call& call, const cw::DisableAlarmActionsInput& input) {
  return NeedsOnAlarms(call, "DisableAlarmActions", input.alarm_names);
}

Result<cw::DisableAlarmActionsOutput> Handle(CloudWatch& cloudwatch, const api::Call& call,
                                             const cw::DisableAlarmActionsInput& input) {
  FIRN_OK(SwitchActions(cloudwatch, call, input.alarm_names, Actions::kDisabled));
  return cw::DisableAlarmActionsOutput{};
}

}  // namespace firn::services::cloudwatch
