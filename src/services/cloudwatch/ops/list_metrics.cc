// ListMetrics: the metrics that have received data in the last two weeks.
// Differs from AWS: linked accounts are not looked at.

#include <algorithm>

#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/limits.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

namespace {

constexpr size_t kPage = 500;
constexpr auto kRecently = std::chrono::hours(3);

bool Matches(const MetricId& id, const cw::ListMetricsInput& input) {
  if (input.namespace_ && *input.namespace_ != id.space) return false;
  if (input.metric_name && *input.metric_name != id.name) return false;
  if (!input.dimensions) return true;
  return std::all_of(input.dimensions->begin(), input.dimensions->end(), [&](const cw::DimensionFilter& filter) {
    return std::any_of(id.dimensions.begin(), id.dimensions.end(), [&](const auto& dimension) {
      return dimension.first == filter.name && (!filter.value || *filter.value == dimension.second);
    });
  });
}

}  // namespace

authz::Needs NeedsFor(const CloudWatch&, const api::Call&, const cw::ListMetricsInput&) {
  return {{"cloudwatch:ListMetrics", "*", {}, {}}};
}

Result<cw::ListMetricsOutput> Handle(CloudWatch& cloudwatch, const api::Call& call, const cw::ListMetricsInput& input) {
  FIRN_OK(CheckAbsent(input.include_linked_accounts.value_or(false), "IncludeLinkedAccounts"));
  FIRN_OK(CheckAbsent(input.owning_account.has_value(), "OwningAccount"));
  std::string after;
  if (input.next_token) {
    const auto position = PositionOf("metrics", *input.next_token);
    if (!position) return cw::InvalidParameterValueException("Request parameter NextToken is invalid");
    after = *position;
  }
  const Time oldest = call.now - (input.recently_active ? kRecently : std::chrono::hours(kListedAfterLast));
  FIRN_TRY(const auto listing,
           cloudwatch.Metrics(call, after, kPage, [&](const MetricId& id, const MetricRecord& record) {
             return record.latest >= oldest && Matches(id, input);
           }));
  cw::ListMetricsOutput output;
  output.metrics.emplace();
  for (const MetricId& id : listing.metrics) {
    auto& metric = output.metrics->emplace_back();
    metric.namespace_ = id.space;
    metric.metric_name = id.name;
    metric.dimensions = DimensionsOf(id);
  }
  if (!listing.next.empty()) output.next_token = TokenOf("metrics", listing.next);
  return output;
}

}  // namespace firn::services::cloudwatch
