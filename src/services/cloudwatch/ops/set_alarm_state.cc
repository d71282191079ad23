// SetAlarmState: says what state an alarm is in.
// Differs from AWS: the state stays until it is set again, since nothing evaluates alarms; no action is taken.

#include "format/json.h"
#include "services/cloudwatch/alarms.h"
#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

authz::Needs NeedsFor(const CloudWatch&, const api::Call& call, const cw::SetAlarmStateInput& input) {
  return NeedsOnAlarms(call, "SetAlarmState", {input.alarm_name});
}

Result<cw::SetAlarmStateOutput> Handle(CloudWatch& cloudwatch, const api::Call& call,
                                       const cw::SetAlarmStateInput& input) {
  if (input.state_reason_data && !format::ParseJson(*input.state_reason_data)) {
    return cw::InvalidFormatFault("StateReasonData is not valid JSON");
  }
  FIRN_OK(cloudwatch.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto record, state::Load<AlarmRecord>(transaction, AlarmKey(call, input.alarm_name)));
    if (!record) return cw::ResourceNotFound("Alarm " + input.alarm_name + " does not exist");
    const AlarmState before = StateOf(*record);
    SetState(*record, {input.state_value, input.state_reason, input.state_reason_data}, call.now);
    format::Json::Object data{{"version", "1.0"},
                              {"oldState", format::Json::Object{{"stateValue", before.value},
                                                                {"stateReason", before.reason}}},
                              {"newState", format::Json::Object{{"stateValue", input.state_value},
                                                                {"stateReason", input.state_reason}}}};
    SaveAlarm(transaction, call, *record,
              {"StateUpdate", "Alarm updated from " + before.value + " to " + input.state_value,
               format::Json(std::move(data)).Text()});
    return {};
  }));
  return cw::SetAlarmStateOutput{};
}

}  // namespace firn::services::cloudwatch
