// GetMetricData: several metrics' statistics in one answer.
// Differs from AWS: metric math (Expression) is refused, and so are other accounts' metrics.

#include <algorithm>
#include <cctype>
#include <set>

#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/limits.h"
#include "services/cloudwatch/ops.h"
#include "services/cloudwatch/statistic.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

namespace {

Result<void> CheckQuery(const cw::MetricDataQuery& query, size_t number) {
  const std::string member = "MetricDataQueries.member." + std::to_string(number);
  if (query.id.empty() || !std::islower(static_cast<unsigned char>(query.id[0])) ||
      !std::all_of(query.id.begin(), query.id.end(), [](unsigned char c) { return std::isalnum(c) || c == '_'; })) {
    return ValidationError("The value " + query.id + " for parameter " + member + ".Id is not matching the expected "
                           "pattern ^[a-z][a-zA-Z0-9_]*$.");
  }
  FIRN_OK(CheckAbsent(query.expression.has_value(), "Metric math: Expression of query " + query.id));
  FIRN_OK(CheckAbsent(query.account_id.has_value(), "AccountId of query " + query.id));
  if (!query.metric_stat) return ValidationError("The parameter " + member + ".MetricStat is required.\n");
  if (!IsPeriod(query.metric_stat->period)) {
    return ValidationError("The parameter " + member + ".MetricStat.Period must be 1, 5, 10, 20, 30 or a multiple of 60.");
  }
  if (!ParseStatistic(query.metric_stat->stat)) {
    return ValidationError("The value " + query.metric_stat->stat + " for parameter " + member +
                           ".MetricStat.Stat is not supported.");
  }
  if (!query.metric_stat->metric.metric_name || !query.metric_stat->metric.namespace_) {
    return ValidationError("The parameter " + member + ".MetricStat.Metric needs a Namespace and a MetricName.");
  }
  return {};
}

Result<void> CheckInput(const cw::GetMetricDataInput& input) {
  const Time start = WholeSecond(input.start_time), end = WholeSecond(input.end_time);
  if (start == end) return ValidationError("The parameter StartTime must not equal parameter EndTime.");
  if (start > end) return ValidationError("The parameter EndTime must be greater than StartTime.");
  if (input.metric_data_queries.empty()) return ValidationError("The parameter MetricDataQueries is required.");
  if (input.metric_data_queries.size() > kQueriesMax) {
    return ValidationError("The collection MetricDataQueries must not have a size greater than 500.");
  }
  if (input.max_datapoints && *input.max_datapoints < 1) {
    return ValidationError("The parameter MaxDatapoints must be greater than 0.");
  }
  std::set<std::string> ids;
  for (size_t i = 0; i < input.metric_data_queries.size(); ++i) {
    FIRN_OK(CheckQuery(input.metric_data_queries[i], i + 1));
    if (!ids.insert(input.metric_data_queries[i].id).second) {
      return ValidationError("The values for parameter Id in MetricDataQueries are not unique.");
    }
  }
  return {};
}

Result<cw::MetricDataResult> ResultOf(const CloudWatch& cloudwatch, const api::Call& call,
                                      const cw::GetMetricDataInput& input, const cw::MetricDataQuery& query) {
  const cw::MetricStat& stat = *query.metric_stat;
  const MetricId metric = MetricIdOf(*stat.metric.namespace_, *stat.metric.metric_name, stat.metric.dimensions);
  const Time begin = stat.period < 60 ? WholeSecond(input.start_time)
                                      : Time(std::chrono::floor<std::chrono::minutes>(input.start_time));
  FIRN_TRY(auto periods, cloudwatch.Periods(call, metric, {begin, WholeSecond(input.end_time),
                                                           std::chrono::seconds(stat.period), stat.unit}));
  // The newest first, unless asked otherwise.
  if (input.scan_by.value_or("TimestampDescending") == "TimestampDescending") {
    std::reverse(periods.begin(), periods.end());
  }
  cw::MetricDataResult result;
  result.id = query.id;
  result.label = query.label.value_or(metric.name + " " + stat.stat);
  result.status_code = "Complete";
  result.timestamps.emplace();
  result.values.emplace();
  const Statistic statistic = *ParseStatistic(stat.stat);
  for (const PeriodValues& period : periods) {
    const auto value = Evaluate(statistic, period.values);
    if (!value) continue;
    result.timestamps->push_back(period.begin);
    result.values->push_back(*value);
  }
  return result;
}

// Keeps `limit` points behind the first `skipped` of all; what is cut is named partial.
void Cut(std::vector<cw::MetricDataResult>& results, size_t skipped, size_t limit, std::optional<std::string>& token) {
  size_t seen = 0;
  for (cw::MetricDataResult& result : results) {
    const size_t size = result.values->size();
    const size_t from = std::min(size, skipped > seen ? skipped - seen : 0);
    const size_t to = std::min(size, skipped + limit > seen ? skipped + limit - seen : 0);
    seen += size;
    if (to < size) result.status_code = "PartialData";
    const auto keep = [&](auto& list) {
      list.erase(list.begin() + static_cast<ptrdiff_t>(std::max(from, to)), list.end());
      list.erase(list.begin(), list.begin() + static_cast<ptrdiff_t>(std::min(from, list.size())));
    };
    keep(*result.values);
    keep(*result.timestamps);
  }
  if (seen > skipped + limit) token = TokenOf("data", std::to_string(skipped + limit));
}

}  // namespace

authz::Needs NeedsFor(const CloudWatch&, const api::Call&, const cw::GetMetricDataInput&) {
  return {{"cloudwatch:GetMetricData", "*", {}, {}}};
}

Result<cw::GetMetricDataOutput> Handle(CloudWatch& cloudwatch, const api::Call& call,
                                       const cw::GetMetricDataInput& input) {
  FIRN_OK(CheckInput(input));
  size_t skipped = 0;
  if (input.next_token) {
    const auto position = PositionOf("data", *input.next_token);
    if (!position) return cw::InvalidNextToken("Request parameter NextToken is invalid");
    skipped = static_cast<size_t>(std::strtoull(position->c_str(), nullptr, 10));
  }
  cw::GetMetricDataOutput output;
  output.metric_data_results.emplace();
  output.messages.emplace();
  for (const cw::MetricDataQuery& query : input.metric_data_queries) {
    if (!query.return_data.value_or(true)) continue;
    FIRN_TRY(auto result, ResultOf(cloudwatch, call, input, query));
    output.metric_data_results->push_back(std::move(result));
  }
  const size_t limit = input.max_datapoints ? static_cast<size_t>(*input.max_datapoints) : kDatapointsMax;
  Cut(*output.metric_data_results, skipped, std::min(limit, kDatapointsMax), output.next_token);
  return output;
}

}  // namespace firn::services::cloudwatch
