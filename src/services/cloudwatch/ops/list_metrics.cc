// ListMetrics: the metrics that have received data.
// Differs from AWS: a metric stays listed after two weeks without data.

#include <algorithm>

#include "base/encoding.h"
#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

namespace {

constexpr size_t kPage = 500;

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
  std::string after;
  if (input.next_token) {
    const auto decoded = Base64Decode(*input.next_token);
    if (!decoded) return cw::InvalidParameterValueException("Invalid nextToken");
    after = *decoded;
  }
  FIRN_TRY(const auto listing,
           cloudwatch.Metrics(call, after, kPage, [&](const MetricId& id) { return Matches(id, input); }));
  cw::ListMetricsOutput output;
  output.metrics.emplace();
  for (const MetricId& id : listing.metrics) {
    auto& metric = output.metrics->emplace_back();
    metric.namespace_ = id.space;
    metric.metric_name = id.name;
    metric.dimensions = DimensionsOf(id);
  }
  if (!listing.next.empty()) output.next_token = Base64Encode(listing.next);
  return output;
}

}  // namespace firn::services::cloudwatch
