// DescribeMetricFilters: metric filters by group, name or metric.

#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/pages.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

namespace {

using Input = api_logs::DescribeMetricFiltersInput;

bool IsWanted(const Input& input, const api_logs::MetricFilter& filter) {
  if (input.filter_name_prefix && !filter.filter_name->starts_with(*input.filter_name_prefix)) return false;
  const auto& transformation = filter.metric_transformations->front();
  return (!input.metric_name || transformation.metric_name == *input.metric_name) &&
         (!input.metric_namespace || transformation.metric_namespace == *input.metric_namespace);
}

}  // namespace

authz::Needs NeedsFor(const Logs&, const api::Call& call, const Input& input) {
  return NeedOnGroup(call, "DescribeMetricFilters", input.log_group_name.value_or("*"));
}

Result<api_logs::DescribeMetricFiltersOutput> Handle(Logs& logs, const api::Call& call, const Input& input) {
  if (input.metric_name.has_value() != input.metric_namespace.has_value()) {
    return api_logs::InvalidParameterException("metricName and metricNamespace must be given together.");
  }
  const state::Snapshot snapshot = logs.store.Read();
  std::string prefix = KindPrefix(call, "metric-filter");
  if (input.log_group_name) {
    FIRN_OK(FindGroup(snapshot, call, *input.log_group_name));
    prefix = InGroupPrefix(call, "metric-filter", *input.log_group_name);
  }
  FIRN_TRY(auto page, PageOf<api_logs::MetricFilter>(snapshot, prefix, input.next_token, input.limit,
                                                     [&](const auto& filter) { return IsWanted(input, filter); }));
  api_logs::DescribeMetricFiltersOutput output;
  output.metric_filters = std::move(page.records);
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::logs
