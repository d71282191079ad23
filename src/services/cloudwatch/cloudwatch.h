#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "api/cloudwatch.h"
#include "state/table.h"

namespace firn::services::cloudwatch {

// The values of one metric in one minute, added up.
struct MinuteRecord {
  double count = 0;
  double sum = 0;
  double minimum = 0;
  double maximum = 0;
  std::string unit;
};

template <class A>
void Describe(A& a, MinuteRecord& r) {
  a("count", r.count);
  a("sum", r.sum);
  a("minimum", r.minimum);
  a("maximum", r.maximum);
  a("unit", r.unit);
}

// A metric as a person names it; dimensions are sorted by name.
struct MetricId {
  std::string space;
  std::string name;
  std::vector<std::pair<std::string, std::string>> dimensions;
};

MetricId MetricIdOf(std::string_view space, std::string_view name,
                    const std::optional<std::vector<api::cloudwatch::Dimension>>& dimensions);
std::optional<std::vector<api::cloudwatch::Dimension>> DimensionsOf(const MetricId& id);

// One period's statistics, as GetMetricStatistics and GetMetricData both report them.
struct PeriodStatistics {
  Time begin;
  MinuteRecord values;
};

// Metrics, kept per minute for fifteen days. Threads: any.
class CloudWatch {
 public:
  explicit CloudWatch(state::Store& store) : store_(store) {}

  // Adds data to their minutes; all or none.
  Result<void> Put(const api::Call& call, const std::string& space,
                   const std::vector<api::cloudwatch::MetricDatum>& data);
  // Periods of `length` from `begin` (a whole minute) that hold data before `end`, in order of time. With a unit, only
  // data of that unit count.
  Result<std::vector<PeriodStatistics>> Statistics(const api::Call& call, const MetricId& metric, Time begin, Time end,
                                                   Duration length, const std::optional<std::string>& unit) const;
  // Metrics that have data, in key order, after `after` (a key from an earlier page; empty: from the first).
  struct Listing {
    std::vector<MetricId> metrics;
    std::string next;  // empty: that was all
  };
  Result<Listing> Metrics(const api::Call& call, const std::string& after, size_t limit,
                          const std::function<bool(const MetricId&)>& wanted) const;

 private:
  state::Store& store_;
};

}  // namespace firn::services::cloudwatch
