// PutMetricData: adds values to a namespace's metrics.
// Differs from AWS: EntityMetricData is refused.

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

namespace {

constexpr size_t kDataMax = 1000;
constexpr size_t kValuesMax = 150;
constexpr double kValueMax = 1.1641532182693481e+108;  // 2^360, both ways
constexpr auto kPastMax = std::chrono::hours(24 * 14);
constexpr auto kFutureMax = std::chrono::hours(2);

std::string Text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

// CloudWatch keeps neither NaN nor infinities, nor numbers beyond 2^360.
Result<void> CheckNumber(double value, const std::string& member) {
  if (std::isfinite(value) && std::abs(value) <= kValueMax) return {};
  return cw::InvalidParameterValueException("The value " + Text(value) + " for parameter " + member + " is invalid.");
}

Result<void> CheckNumbers(const cw::MetricDatum& datum, const std::string& member) {
  if (datum.value) FIRN_OK(CheckNumber(*datum.value, member + ".Value"));
  if (datum.statistic_values) {
    const auto& set = *datum.statistic_values;
    FIRN_OK(CheckNumber(set.sample_count, member + ".StatisticValues.SampleCount"));
    FIRN_OK(CheckNumber(set.sum, member + ".StatisticValues.Sum"));
    FIRN_OK(CheckNumber(set.minimum, member + ".StatisticValues.Minimum"));
    FIRN_OK(CheckNumber(set.maximum, member + ".StatisticValues.Maximum"));
    if (set.sample_count <= 0 || set.minimum > set.maximum) {
      return cw::InvalidParameterValueException("The parameter " + member +
                                                ".StatisticValues holds no samples, or more minimum than maximum.");
    }
  }
  const std::vector<double> none;
  for (const double value : datum.values ? *datum.values : none) FIRN_OK(CheckNumber(value, member + ".Values"));
  for (const double count : datum.counts ? *datum.counts : none) {
    FIRN_OK(CheckNumber(count, member + ".Counts"));
    if (count <= 0) return cw::InvalidParameterValueException("The parameter " + member + ".Counts must be positive.");
  }
  return {};
}

Result<void> CheckForms(const cw::MetricDatum& datum, const std::string& member) {
  const auto exclusive = [&](const char* one, const char* other) {
    return "The parameters " + member + one + " and " + member + other +
           " are mutually exclusive and you have specified both.";
  };
  if (datum.value && datum.values) return cw::InvalidParameterValueException(exclusive(".Value", ".Values"));
  if (datum.value && datum.statistic_values) {
    return cw::InvalidParameterCombinationException(exclusive(".Value", ".StatisticValues"));
  }
  if (datum.values && datum.statistic_values) {
    return cw::InvalidParameterCombinationException(exclusive(".Values", ".StatisticValues"));
  }
  if (!datum.value && !datum.statistic_values && (!datum.values || datum.values->empty())) {
    return cw::MissingRequiredParameterException("At least one of the parameters " + member + ".Value, " + member +
                                                 ".Values or " + member + ".StatisticValues must be specified.");
  }
  if (datum.values && datum.values->size() > kValuesMax) {
    return cw::InvalidParameterValueException("The collection " + member + ".Values must not have a size greater than 150.");
  }
  if (datum.counts && (!datum.values || datum.counts->size() != datum.values->size())) {
    return cw::InvalidParameterValueException("The parameters " + member + ".Values and " + member +
                                              ".Counts must be of the same size.");
  }
  return {};
}

Result<void> CheckDatum(const api::Call& call, const cw::MetricDatum& datum, size_t number) {
  const std::string member = "MetricData.member." + std::to_string(number);
  FIRN_OK(CheckForms(datum, member));
  FIRN_OK(CheckNumbers(datum, member));
  const int32_t resolution = datum.storage_resolution.value_or(60);
  if (resolution != 1 && resolution != 60) {
    return cw::InvalidParameterValueException("The parameter " + member + ".StorageResolution must be 1 or 60.");
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
  FIRN_OK(CheckAbsent(input.entity_metric_data && !input.entity_metric_data->empty(), "EntityMetricData"));
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
