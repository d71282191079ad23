#pragma once

#include <map>
#include <string>
#include <string_view>

#include "api/cloudwatch.h"
#include "services/firehose/firehose.h"

namespace firn::services::firehose {

// Values of AWS/Firehose metrics, added up in memory until they are sent: one PutMetricData for each stream instead of
// one for each put. What cannot be sent is dropped, as metrics are on AWS. Threads: any.
class IngestMetrics {
 public:
  // Units are CloudWatch's: "Count", "Bytes", "Milliseconds", "Seconds".
  void Add(const LiveStream& stream, std::string_view name, double value, std::string_view unit);
  // Sends what was added up, when the last time is long enough ago or `now` is forced.
  enum class When { kDue, kNow };
  void Send(const Firehose& firehose, When when);
  bool empty() const;

 private:
  struct Sum {
    std::string unit;
    double count = 0;
    double sum = 0;
    double minimum = 0;
    double maximum = 0;
  };
  struct OfStream {
    AccountId account;
    Region region;
    std::string name;
    std::map<std::string, Sum, std::less<>> sums;
  };
  mutable sys::Mutex mutex_;
  std::map<std::string, OfStream> streams_;
  Time sent_;
};

}  // namespace firn::services::firehose
