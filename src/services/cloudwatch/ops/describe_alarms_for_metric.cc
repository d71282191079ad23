// DescribeAlarmsForMetric: the alarms on one metric.

#include "services/cloudwatch/alarms.h"
#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

namespace {

using Input = cw::DescribeAlarmsForMetricInput;

bool IsOn(const Input& input, const cw::MetricAlarm& alarm) {
  if (alarm.metric_name != input.metric_name || alarm.namespace_ != input.namespace_) return false;
  if (MetricIdOf("", "", alarm.dimensions).dimensions != MetricIdOf("", "", input.dimensions).dimensions) return false;
  return (!input.statistic || alarm.statistic == input.statistic) &&
         (!input.extended_statistic || alarm.extended_statistic == input.extended_statistic) &&
         (!input.period || alarm.period == input.period) && (!input.unit || alarm.unit == input.unit);
}

}  // namespace

authz::Needs NeedsFor(const CloudWatch&, const api::Call& call, const Input&) {
  return NeedsOnAlarms(call, "DescribeAlarmsForMetric", {});
}

Result<cw::DescribeAlarmsForMetricOutput> Handle(CloudWatch& cloudwatch, const api::Call& call, const Input& input) {
  FIRN_TRY(const auto all, state::List<AlarmRecord>(cloudwatch.store.Read(), AlarmsPrefix(call), "", SIZE_MAX));
  cw::DescribeAlarmsForMetricOutput output;
  output.metric_alarms.emplace();
  for (const auto& item : all.items) {
    if (item.value->metric && IsOn(input, *item.value->metric)) output.metric_alarms->push_back(*item.value->metric);
  }
  return output;
}

}  // namespace firn::services::cloudwatch
