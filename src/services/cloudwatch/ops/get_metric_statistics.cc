// GetMetricStatistics: one metric's statistics per period.
// Differs from AWS: percentiles (ExtendedStatistics) are refused, since values are kept as sums per minute.

#include <algorithm>

#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

namespace {

constexpr int64_t kDatapointsMax = 1440;

bool Wants(const cw::GetMetricStatisticsInput& input, std::string_view statistic) {
  return std::find(input.statistics->begin(), input.statistics->end(), statistic) != input.statistics->end();
}

Result<void> CheckInput(const cw::GetMetricStatisticsInput& input) {
  if (input.extended_statistics && !input.extended_statistics->empty()) {
    return Fail(Error{Kind::kUnsupported, "ExtendedStatistics are not implemented: ask for SampleCount, Average, Sum, "
                                          "Minimum or Maximum", "NotImplemented", 501, {}});
  }
  if (!input.statistics || input.statistics->empty()) {
    return cw::InvalidParameterCombinationException(
        "At least one of the parameters Statistics and ExtendedStatistics must be specified.");
  }
  if (input.start_time >= input.end_time) {
    return cw::InvalidParameterValueException("The parameter StartTime must be less than the parameter EndTime.");
  }
  const int period = input.period;
  const bool short_period = period == 1 || period == 5 || period == 10 || period == 20 || period == 30;
  if (!short_period && (period <= 0 || period % 60 != 0)) {
    return cw::InvalidParameterValueException("The parameter Period must be a multiple of 60.");
  }
  const int64_t asked = (input.end_time - input.start_time) / std::chrono::seconds(period);
  if (asked > kDatapointsMax) {
    return cw::InvalidParameterCombinationException(
        "You have requested up to " + std::to_string(asked) + " datapoints, which exceeds the limit of 1,440. You may "
        "reduce the datapoints requested by increasing Period, or decreasing the time range.");
  }
  return {};
}

}  // namespace

authz::Needs NeedsFor(const CloudWatch&, const api::Call&, const cw::GetMetricStatisticsInput&) {
  return {{"cloudwatch:GetMetricStatistics", "*", {}, {}}};
}

Result<cw::GetMetricStatisticsOutput> Handle(CloudWatch& cloudwatch, const api::Call& call,
                                             const cw::GetMetricStatisticsInput& input) {
  FIRN_OK(CheckInput(input));
  const Time begin = std::chrono::floor<std::chrono::minutes>(input.start_time);
  const Duration length = std::max<Duration>(std::chrono::seconds(input.period), std::chrono::minutes(1));
  const MetricId metric = MetricIdOf(input.namespace_, input.metric_name, input.dimensions);
  FIRN_TRY(const auto periods, cloudwatch.Statistics(call, metric, begin, input.end_time, length, input.unit));
  cw::GetMetricStatisticsOutput output;
  output.label = input.metric_name;
  output.datapoints.emplace();
  for (const PeriodStatistics& period : periods) {
    auto& point = output.datapoints->emplace_back();
    point.timestamp = period.begin;
    point.unit = period.values.unit;
    if (Wants(input, "SampleCount")) point.sample_count = period.values.count;
    if (Wants(input, "Average")) point.average = period.values.sum / period.values.count;
    if (Wants(input, "Sum")) point.sum = period.values.sum;
    if (Wants(input, "Minimum")) point.minimum = period.values.minimum;
    if (Wants(input, "Maximum")) point.maximum = period.values.maximum;
  }
  return output;
}

}  // namespace firn::services::cloudwatch
