#include "services/firehose/metrics.h"

#include <algorithm>

#include "base/log.h"

namespace firn::services::firehose {

void IngestMetrics::Add(const LiveStream& stream, std::string_view name, double value, std::string_view unit) {
  sys::Lock lock(mutex_);
  OfStream& of = streams_[stream.key];
  if (of.name.empty()) of = {stream.account, stream.region, stream.name, {}};
  auto found = of.sums.find(name);
  if (found == of.sums.end()) {
    of.sums.emplace(std::string(name), Sum{std::string(unit), 1, value, value, value});
    return;
  }
  Sum& sum = found->second;
  sum.count += 1;
  sum.sum += value;
  sum.minimum = std::min(sum.minimum, value);
  sum.maximum = std::max(sum.maximum, value);
}

bool IngestMetrics::empty() const {
  sys::Lock lock(mutex_);
  return streams_.empty();
}

void IngestMetrics::Send(const Firehose& firehose, When when) {
  const Time now = firehose.with.clock.Now();
  std::map<std::string, OfStream> taken;
  {
    sys::Lock lock(mutex_);
    if (when == When::kDue && now - sent_ < kMetricsEvery) return;
    sent_ = now;
    taken.swap(streams_);
  }
  for (const auto& [key, of] : taken) {
    api::cloudwatch::PutMetricDataInput input;
    input.namespace_ = "AWS/Firehose";
    auto& data = input.metric_data.emplace();
    for (const auto& [name, sum] : of.sums) {
      auto& datum = data.emplace_back();
      datum.metric_name = name;
      datum.dimensions = {{"DeliveryStreamName", of.name}};
      datum.timestamp = now;
      datum.statistic_values = {sum.count, sum.sum, sum.minimum, sum.maximum};
      datum.unit = sum.unit;
    }
    auto sent = firehose.with.cloudwatch.PutMetricData(firehose.OwnCall(of.account, of.region), input);
    if (!sent) {
      Log(LogLevel::kWarning, "metrics of a delivery stream are lost",
          {{"stream", of.name}, {"error", sent.error().message}});
    }
  }
}

}  // namespace firn::services::firehose
