// GetMetricStatistics: one metric's statistics per period.
// Differs from AWS: extended statistics of a period with more than a thousand different values are left out.

#include <algorithm>

#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"
#include "services/cloudwatch/statistic.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

namespace {

constexpr int64_t kDatapointsMax = 1440;

bool Wants(const cw::GetMetricStatisticsInput& input, std::string_view statistic) {
  return input.statistics &&
         std::find(input.statistics->begin(), input.statistics->end(), statistic) != input.statistics->end();
}

Result<void> CheckInput(const cw::GetMetricStatisticsInput& input) {
  const bool simple = input.statistics && !input.statistics->empty();
  const bool extended = input.extended_statistics && !input.extended_statistics->empty();
  if (!simple && !extended) {
    return cw::InvalidParameterCombinationException("Must specify either Statistics or ExtendedStatistics");
  }
  if (extended) {
    for (const std::string& text : *input.extended_statistics) {
      const auto statistic = ParseStatistic(text);
      if (!statistic || IsSimple(*statistic)) {
        return cw::InvalidParameterValueException("The value " + text +
                                                  " for parameter ExtendedStatistics is not supported.");
      }
    }
  }
  if (WholeSecond(input.start_time) >= WholeSecond(input.end_time)) {
    return cw::InvalidParameterValueException("The parameter StartTime must be less than the parameter EndTime.");
  }
  if (!IsPeriod(input.period)) {
    return cw::InvalidParameterValueException("The parameter Period must be a multiple of 60.");
  }
  const int64_t asked = (input.end_time - input.start_time) / std::chrono::seconds(input.period);
  if (asked > kDatapointsMax) {
    return cw::InvalidParameterCombinationException(
        "You have requested up to " + std::to_string(asked) + " datapoints, which exceeds the limit of 1,440. You may "
        "reduce the datapoints requested by increasing Period, or decreasing the time range.");
  }
  return {};
}

cw::Datapoint PointOf(const cw::GetMetricStatisticsInput& input, const PeriodValues& period) {
  cw::Datapoint point;
  point.timestamp = period.begin;
  point.unit = period.values.unit;
  if (Wants(input, "SampleCount")) point.sample_count = period.values.count;
  if (Wants(input, "Average")) point.average = period.values.sum / period.values.count;
  if (Wants(input, "Sum")) point.sum = period.values.sum;
  if (Wants(input, "Minimum")) point.minimum = period.values.minimum;
  if (Wants(input, "Maximum")) point.maximum = period.values.maximum;
  if (!input.extended_statistics) return point;
  for (const std::string& text : *input.extended_statistics) {
    if (const auto value = Evaluate(*ParseStatistic(text), period.values)) {
      if (!point.extended_statistics) point.extended_statistics.emplace();
      (*point.extended_statistics)[text] = *value;
    }
  }
  return point;
}

}  // namespace

authz::Needs NeedsFor(const CloudWatch&, const api::Call&, const cw::GetMetricStatisticsInput&) {
  return {{"cloudwatch:GetMetricStatistics", "*", {}, {}}};
}

Result<cw::GetMetricStatisticsOutput> Handle(CloudWatch& cloudwatch, const api::Call& call,
                                             const cw::GetMetricStatisticsInput& input) {
  FIRN_OK(CheckInput(input));
  const bool high_resolution = input.period < 60;
  const Time begin = high_resolution ? WholeSecond(input.start_time)
                                     : Time(std::chrono::floor<std::chrono::minutes>(input.start_time));
  const MetricId metric = MetricIdOf(input.namespace_, input.metric_name, input.dimensions);
  FIRN_TRY(const auto periods, cloudwatch.Periods(call, metric, {begin, WholeSecond(input.end_time),
                                                                 std::chrono::seconds(input.period), input.unit}));
  cw::GetMetricStatisticsOutput output;
  output.label = input.metric_name;
  output.datapoints.emplace();
  for (const PeriodValues& period : periods) output.datapoints->push_back(PointOf(input, period));
  return output;
}

}  // namespace firn::services::cloudwatch
