// DescribeAlarms: alarms by name, prefix, kind, state or action. Metric alarms alone unless the kinds are given.
// Differs from AWS: ChildrenOfAlarmName and ParentsOfAlarmName are refused, since rules are not parsed.

#include <algorithm>

#include "services/cloudwatch/alarms.h"
#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

namespace {

using Input = cw::DescribeAlarmsInput;

bool Listed(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

template <class Alarm>
bool HasAction(const Alarm& alarm, const std::string& prefix) {
  for (const auto* actions : {&alarm.ok_actions, &alarm.alarm_actions, &alarm.insufficient_data_actions}) {
    if (!*actions) continue;
    for (const std::string& action : **actions) {
      if (action.starts_with(prefix)) return true;
    }
  }
  return false;
}

bool IsWanted(const Input& input, const AlarmRecord& record) {
  const std::vector<std::string> kinds = input.alarm_types.value_or(std::vector<std::string>{"MetricAlarm"});
  if (!Listed(kinds, record.metric ? "MetricAlarm" : "CompositeAlarm")) return false;
  if (input.alarm_names && !input.alarm_names->empty() && !Listed(*input.alarm_names, record.name)) return false;
  if (input.alarm_name_prefix && !record.name.starts_with(*input.alarm_name_prefix)) return false;
  if (input.state_value && StateOf(record).value != *input.state_value) return false;
  if (!input.action_prefix) return true;
  return record.metric ? HasAction(*record.metric, *input.action_prefix)
                       : HasAction(*record.composite, *input.action_prefix);
}

}  // namespace

authz::Needs NeedsFor(const CloudWatch&, const api::Call& call, const Input&) {
  return NeedsOnAlarms(call, "DescribeAlarms", {});
}

Result<cw::DescribeAlarmsOutput> Handle(CloudWatch& cloudwatch, const api::Call& call, const Input& input) {
  FIRN_OK(CheckAbsent(input.children_of_alarm_name.has_value(), "ChildrenOfAlarmName"));
  FIRN_OK(CheckAbsent(input.parents_of_alarm_name.has_value(), "ParentsOfAlarmName"));
  if (input.alarm_names && !input.alarm_names->empty() && input.alarm_name_prefix) {
    return ValidationError("AlarmNamePrefix and AlarmNames cannot both be specified.");
  }
  std::string after;
  if (input.next_token) {
    const auto position = PositionOf("alarms", *input.next_token);
    if (!position) return cw::InvalidNextToken("Request parameter NextToken is invalid");
    after = *position;
  }
  FIRN_TRY(const auto all, state::List<AlarmRecord>(cloudwatch.store.Read(), AlarmsPrefix(call), after, SIZE_MAX));
  const auto limit = static_cast<size_t>(input.max_records.value_or(50));
  cw::DescribeAlarmsOutput output;
  output.metric_alarms.emplace();
  output.composite_alarms.emplace();
  std::string last;
  for (const auto& item : all.items) {
    if (!IsWanted(input, *item.value)) continue;
    if (output.metric_alarms->size() + output.composite_alarms->size() == limit) {
      output.next_token = TokenOf("alarms", last);
      break;
    }
    last = item.key;
    if (item.value->metric) output.metric_alarms->push_back(*item.value->metric);
    else output.composite_alarms->push_back(*item.value->composite);
  }
  return output;
}

}  // namespace firn::services::cloudwatch
