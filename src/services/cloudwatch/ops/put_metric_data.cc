// PutMetricData: adds values to a namespace's metrics.
// Differs from AWS: data are kept per minute whatever the storage resolution, and the entity members are ignored.

#include <cmath>

#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

namespace {

constexpr size_t kDataMax = 1000;
constexpr size_t kValuesMax = 150;
constexpr auto kPastMax = std::chrono::hours(24 * 14);
constexpr auto kFutureMax = std::chrono::hours(2);

// CloudWatch keeps neither NaN nor infinities.
bool IsNumber(const cw::MetricDatum& datum) {
  if (datum.value && !std::isfinite(*datum.value)) return false;
  if (datum.values) {
    for (const double value : *datum.values) {
      if (!std::isfinite(value)) return false;
    }
  }
  const auto set = datum.statistic_values.value_or(cw::StatisticSet{});
  return std::isfinite(set.sum) && std::isfinite(set.minimum) && std::isfinite(set.maximum);
}

Result<void> CheckDatum(const api::Call& call, const cw::MetricDatum& datum, size_t number) {
  const std::string member = "MetricData.member." + std::to_string(number);
  const int forms = int{datum.value.has_value()} + int{datum.statistic_values.has_value()} + int{datum.values.has_value()};
  if (forms == 0) {
    return cw::MissingRequiredParameterException("At least one of the parameters " + member + ".Value, " + member +
                                                 ".Values or " + member + ".StatisticValues must be specified.");
  }
  if (forms > 1) {
    return cw::InvalidParameterCombinationException("The parameters " + member + ".Value, " + member + ".Values and " +
                                                    member + ".StatisticValues are mutually exclusive.");
  }
  if (datum.values && datum.values->size() > kValuesMax) {
    return cw::InvalidParameterValueException("The collection " + member + ".Values must not have a size greater than 150.");
  }
  if (datum.counts && (!datum.values || datum.counts->size() != datum.values->size())) {
    return cw::InvalidParameterValueException("The parameters " + member + ".Values and " + member +
                                              ".Counts must be of the same size.");
  }
  if (!IsNumber(datum)) {
    return cw::InvalidParameterValueException("The value for parameter " + member + ".Value is not a number.");
  }
  const Time time = datum.timestamp.value_or(call.now);
  if (time < call.now - kPastMax || time > call.now + kFutureMax) {
    return cw::InvalidParameterValueException("The parameter " + member +
                                              ".Timestamp must specify a time no more than two weeks in the past and no "
                                              "more than two hours in the future.");
  }
  return {};
}

}  // namespace

authz::Needs NeedsFor(const CloudWatch&, const api::Call&, const cw::PutMetricDataInput& input) {
  return {{"cloudwatch:PutMetricData", "*", {{"cloudwatch:namespace", {input.namespace_}}}, {}}};
}

Result<cw::PutMetricDataOutput> Handle(CloudWatch& cloudwatch, const api::Call& call,
                                       const cw::PutMetricDataInput& input) {
  if (input.namespace_.starts_with("AWS/") && call.principal.kind != authz::Principal::Kind::kService) {
    return cw::InvalidParameterValueException("The value AWS/ for parameter Namespace is invalid.");
  }
  const auto data = input.metric_data.value_or(std::vector<cw::MetricDatum>{});
  if (data.empty()) return cw::MissingRequiredParameterException("The parameter MetricData is required.");
  if (data.size() > kDataMax) {
    return cw::InvalidParameterValueException("The collection MetricData must not have a size greater than 1000.");
  }
  for (size_t i = 0; i < data.size(); ++i) FIRN_OK(CheckDatum(call, data[i], i + 1));
  FIRN_OK(cloudwatch.Put(call, input.namespace_, data));
  return cw::PutMetricDataOutput{};
}

}  // namespace firn::services::cloudwatch
