// PutMetricFilter: creates or replaces a filter that makes metrics of events.
// Differs from AWS: the filter is stored and shown, and no metric is made of it.

#include "services/logs/filter_pattern.h"
#include "services/logs/limits.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::PutMetricFilterInput& input) {
  return NeedOnGroup(call, "PutMetricFilter", input.log_group_name);
}

Result<api_logs::PutMetricFilterOutput> Handle(Logs& logs, const api::Call& call,
                                               const api_logs::PutMetricFilterInput& input) {
  const auto pattern = FilterPattern::Parse(input.filter_pattern);
  if (!pattern) return api_logs::InvalidParameterException(pattern.error().message);
  const auto& transformation = input.metric_transformations.front();
  if (transformation.default_value && transformation.dimensions && !transformation.dimensions->empty()) {
    return api_logs::InvalidParameterException("Default value cannot be used when dimensions are specified.");
  }
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const auto group, FindGroup(transaction, call, input.log_group_name));
    if (group.log_class != "STANDARD") {
      return api_logs::InvalidOperationException("Metric filters are not supported for this log group class.");
    }
    const std::string key = InGroupKey(call, "metric-filter", input.log_group_name, input.filter_name);
    const std::string prefix = InGroupPrefix(call, "metric-filter", input.log_group_name);
    FIRN_TRY(const auto existing, state::List<api_logs::MetricFilter>(transaction, prefix, "", SIZE_MAX));
    if (!transaction.Has(key) && existing.items.size() >= kMetricFiltersPerGroupMax) {
      return api_logs::LimitExceededException("Resource limit exceeded.");
    }
    api_logs::MetricFilter filter;
    filter.filter_name = input.filter_name;
    filter.filter_pattern = input.filter_pattern;
    filter.metric_transformations = input.metric_transformations;
    filter.creation_time = EpochMillis(call.now);
    filter.log_group_name = input.log_group_name;
    filter.apply_on_transformed_logs = input.apply_on_transformed_logs.value_or(false);
    filter.field_selection_criteria = input.field_selection_criteria;
    filter.emit_system_field_dimensions = input.emit_system_field_dimensions;
    state::Save(transaction, key, filter);
    return {};
  }));
  return api_logs::PutMetricFilterOutput{};
}

}  // namespace firn::services::logs
