// PutCompositeAlarm: creates or replaces an alarm on other alarms.
// Differs from AWS: the rule is stored as it is, neither parsed nor evaluated.

#include "services/cloudwatch/alarms.h"
#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

authz::Needs NeedsFor(const CloudWatch&, const api::Call& call, const cw::PutCompositeAlarmInput& input) {
  authz::Needs needs = NeedsOnAlarms(call, "PutCompositeAlarm", {input.alarm_name});
  if (input.tags && !input.tags->empty()) {
    needs.push_back({"cloudwatch:TagResource", AlarmArn(call, input.alarm_name).text(), {}, {}});
  }
  return needs;
}

Result<cw::PutCompositeAlarmOutput> Handle(CloudWatch& cloudwatch, const api::Call& call,
                                           const cw::PutCompositeAlarmInput& input) {
  FIRN_OK(CheckActions(input.ok_actions));
  FIRN_OK(CheckActions(input.alarm_actions));
  FIRN_OK(CheckActions(input.insufficient_data_actions));
  if (input.actions_suppressor.has_value() != input.actions_suppressor_wait_period.has_value() ||
      input.actions_suppressor.has_value() != input.actions_suppressor_extension_period.has_value()) {
    return ValidationError("ActionsSuppressor needs ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod.");
  }
  const std::vector<std::string> none;
  cw::CompositeAlarm alarm;
  alarm.alarm_name = input.alarm_name;
  alarm.alarm_arn = AlarmArn(call, input.alarm_name).text();
  alarm.alarm_description = input.alarm_description;
  alarm.alarm_configuration_updated_timestamp = call.now;
  alarm.actions_enabled = input.actions_enabled.value_or(true);
  alarm.ok_actions = input.ok_actions.value_or(none);
  alarm.alarm_actions = input.alarm_actions.value_or(none);
  alarm.insufficient_data_actions = input.insufficient_data_actions.value_or(none);
  alarm.alarm_rule = input.alarm_rule;
  alarm.actions_suppressor = input.actions_suppressor;
  alarm.actions_suppressor_wait_period = input.actions_suppressor_wait_period;
  alarm.actions_suppressor_extension_period = input.actions_suppressor_extension_period;
  AlarmRecord record{input.alarm_name, {}, std::move(alarm), {}};
  FIRN_TRY(record.tags, TagsOf(input.tags));
  FIRN_OK(PutAlarm(cloudwatch, call, std::move(record)));
  return cw::PutCompositeAlarmOutput{};
}

}  // namespace firn::services::cloudwatch
