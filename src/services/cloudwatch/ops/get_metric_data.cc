// GetMetricData: several metrics' statistics in one answer.
// Differs from AWS: metric math (Expression) and percentiles are refused.

#include <algorithm>

#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

namespace {

Result<double> Pick(const MinuteRecord& values, const std::string& statistic) {
  if (statistic == "SampleCount") return values.count;
  if (statistic == "Average") return values.sum / values.count;
  if (statistic == "Sum") return values.sum;
  if (statistic == "Minimum") return values.minimum;
  if (statistic == "Maximum") return values.maximum;
  return Fail(Error{Kind::kUnsupported, "statistic not implemented: " + statistic, "NotImplemented", 501, {}});
}

}  // namespace

authz::Needs NeedsFor(const CloudWatch&, const api::Call&, const cw::GetMetricDataInput&) {
  return {{"cloudwatch:GetMetricData", "*", {}, {}}};
}

Result<cw::GetMetricDataOutput> Handle(CloudWatch& cloudwatch, const api::Call& call,
                                       const cw::GetMetricDataInput& input) {
  if (input.start_time >= input.end_time) {
    return cw::InvalidParameterValueException("The parameter StartTime must be less than the parameter EndTime.");
  }
  cw::GetMetricDataOutput output;
  output.metric_data_results.emplace();
  for (const cw::MetricDataQuery& query : input.metric_data_queries) {
    if (!query.metric_stat) {
      return Fail(Error{Kind::kUnsupported, "metric math is not implemented: query " + query.id + " has no MetricStat",
                        "NotImplemented", 501, {}});
    }
    if (!query.return_data.value_or(true)) continue;
    const cw::MetricStat& stat = *query.metric_stat;
    if (stat.period < 60 || stat.period % 60 != 0) {
      return cw::InvalidParameterValueException("The parameter Period must be a multiple of 60.");
    }
    const MetricId metric =
        MetricIdOf(stat.metric.namespace_.value_or(""), stat.metric.metric_name.value_or(""), stat.metric.dimensions);
    const Time begin = std::chrono::floor<std::chrono::minutes>(input.start_time);
    FIRN_TRY(auto periods, cloudwatch.Statistics(call, metric, begin, input.end_time,
                                                 std::chrono::seconds(stat.period), stat.unit));
    // The newest first, unless asked otherwise.
    if (input.scan_by.value_or("TimestampDescending") == "TimestampDescending") {
      std::reverse(periods.begin(), periods.end());
    }
    auto& result = output.metric_data_results->emplace_back();
    result.id = query.id;
    result.label = query.label.value_or(metric.name);
    result.status_code = "Complete";
    result.timestamps.emplace();
    result.values.emplace();
    for (const PeriodStatistics& period : periods) {
      FIRN_TRY(const double value, Pick(period.values, stat.stat));
      result.timestamps->push_back(period.begin);
      result.values->push_back(value);
    }
  }
  return output;
}

}  // namespace firn::services::cloudwatch
