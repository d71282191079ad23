// PutMetricAlarm: creates or replaces an alarm on a metric.
// Differs from AWS: nothing evaluates the alarm, its state is what SetAlarmState says; PromQL criteria are refused.

#include <algorithm>

#include "services/cloudwatch/alarms.h"
#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"
#include "services/cloudwatch/statistic.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

namespace {

using Input = cw::PutMetricAlarmInput;

constexpr int64_t kSpanMax = 86'400, kLongSpanMax = 604'800;  // seconds; the longer for periods of an hour and more

Result<void> CheckWord(const std::optional<std::string>& value, std::string_view member,
                       std::initializer_list<std::string_view> known) {
  if (!value || std::find(known.begin(), known.end(), *value) != known.end()) return {};
  return cw::InvalidParameterValueException("The value " + *value + " for parameter " + std::string(member) +
                                            " is not supported.");
}

Result<void> CheckMetric(const Input& input) {
  if (!input.namespace_) return cw::MissingRequiredParameterException("The parameter Namespace is required.");
  if (!input.period) return cw::MissingRequiredParameterException("The parameter Period is required.");
  if (input.statistic.has_value() == input.extended_statistic.has_value()) {
    return ValidationError("Exactly one of Statistic and ExtendedStatistic must be specified.");
  }
  if (input.extended_statistic) {
    const auto statistic = ParseStatistic(*input.extended_statistic);
    if (!statistic || IsSimple(*statistic)) {
      return cw::InvalidParameterValueException("The value " + *input.extended_statistic +
                                                " for parameter ExtendedStatistic is not supported.");
    }
  }
  const int32_t period = *input.period;
  if (period != 10 && period != 20 && period != 30 && period % 60 != 0) {
    return ValidationError("Period must be 10, 20, 30 or a multiple of 60.");
  }
  const int64_t span = int64_t{period} * input.evaluation_periods.value_or(1);
  if (span > (period < 3600 ? kSpanMax : kLongSpanMax)) {
    return ValidationError("Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400), "
                           "or seven days when the period is an hour or longer.");
  }
  return {};
}

Result<void> CheckMetrics(const Input& input) {
  if (input.namespace_ || input.dimensions || input.period || input.unit || input.statistic || input.extended_statistic) {
    return ValidationError("Metrics cannot be given together with MetricName, Namespace, Dimensions, Period, Unit, "
                           "Statistic or ExtendedStatistic.");
  }
  size_t returning = 0;
  for (const cw::MetricDataQuery& query : *input.metrics) {
    if (query.metric_stat.has_value() == query.expression.has_value()) {
      return ValidationError("Each query has either MetricStat or Expression.");
    }
    if (query.return_data.value_or(true)) ++returning;
  }
  if (returning != 1) return ValidationError("Exactly one of the queries must have ReturnData set to true.");
  return {};
}

Result<void> CheckInput(const Input& input) {
  FIRN_OK(CheckAbsent(input.evaluation_criteria.has_value(), "EvaluationCriteria"));
  FIRN_OK(CheckAbsent(input.evaluation_interval.has_value(), "EvaluationInterval"));
  if (!input.evaluation_periods) {
    return cw::MissingRequiredParameterException("The parameter EvaluationPeriods is required.");
  }
  if (!input.comparison_operator) {
    return cw::MissingRequiredParameterException("The parameter ComparisonOperator is required.");
  }
  if (input.metric_name.has_value() == input.metrics.has_value()) {
    return ValidationError("Either MetricName or Metrics must be specified.");
  }
  FIRN_OK(input.metric_name ? CheckMetric(input) : CheckMetrics(input));
  const bool band = input.threshold_metric_id.has_value();
  if (band == input.threshold.has_value()) {
    return ValidationError("Exactly one of Threshold and ThresholdMetricId must be specified.");
  }
  FIRN_OK(CheckWord(input.treat_missing_data, "TreatMissingData", {"breaching", "notBreaching", "ignore", "missing"}));
  const auto& low = input.evaluate_low_sample_count_percentile;
  if (low && *low != "evaluate" && *low != "ignore") {
    return ValidationError("Option " + *low + " is not supported. Supported options for parameter "
                           "EvaluateLowSampleCountPercentile are evaluate and ignore.");
  }
  if (input.datapoints_to_alarm.value_or(1) > *input.evaluation_periods) {
    return ValidationError("DatapointsToAlarm must not be greater than EvaluationPeriods.");
  }
  FIRN_OK(CheckActions(input.ok_actions));
  FIRN_OK(CheckActions(input.alarm_actions));
  return CheckActions(input.insufficient_data_actions);
}

}  // namespace

authz::Needs NeedsFor(const CloudWatch&, const api::Call& call, const Input& input) {
  authz::Needs needs = NeedsOnAlarms(call, "PutMetricAlarm", {input.alarm_name});
  if (input.tags && !input.tags->empty()) {
    needs.push_back({"cloudwatch:TagResource", AlarmArn(call, input.alarm_name).text(), {}, {}});
  }
  return needs;
}

Result<cw::PutMetricAlarmOutput> Handle(CloudWatch& cloudwatch, const api::Call& call, const Input& input) {
  FIRN_OK(CheckInput(input));
  const std::vector<std::string> none;
  cw::MetricAlarm alarm;
  alarm.alarm_name = input.alarm_name;
  alarm.alarm_arn = AlarmArn(call, input.alarm_name).text();
  alarm.alarm_description = input.alarm_description;
  alarm.alarm_configuration_updated_timestamp = call.now;
  alarm.actions_enabled = input.actions_enabled.value_or(true);
  alarm.ok_actions = input.ok_actions.value_or(none);
  alarm.alarm_actions = input.alarm_actions.value_or(none);
  alarm.insufficient_data_actions = input.insufficient_data_actions.value_or(none);
  alarm.metric_name = input.metric_name;
  alarm.namespace_ = input.namespace_;
  alarm.statistic = input.statistic;
  alarm.extended_statistic = input.extended_statistic;
  alarm.dimensions = input.dimensions.value_or(std::vector<cw::Dimension>{});
  alarm.period = input.period;
  alarm.unit = input.unit;
  alarm.evaluation_periods = input.evaluation_periods;
  alarm.datapoints_to_alarm = input.datapoints_to_alarm;
  alarm.threshold = input.threshold;
  alarm.comparison_operator = input.comparison_operator;
  alarm.treat_missing_data = input.treat_missing_data;
  alarm.evaluate_low_sample_count_percentile = input.evaluate_low_sample_count_percentile;
  alarm.metrics = input.metrics.value_or(std::vector<cw::MetricDataQuery>{});
  alarm.threshold_metric_id = input.threshold_metric_id;
  AlarmRecord record{input.alarm_name, std::move(alarm), {}, {}};
  FIRN_TRY(record.tags, TagsOf(input.tags));
  FIRN_OK(PutAlarm(cloudwatch, call, std::move(record)));
  return cw::PutMetricAlarmOutput{};
}

}  // namespace firn::services::cloudwatch
