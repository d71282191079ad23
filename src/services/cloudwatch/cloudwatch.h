#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/cloudwatch.h"
#include "state/table.h"

namespace firn::services::cloudwatch {

// The values of one metric in one slot of time (a minute, or a second at high resolution), added up.
struct SlotRecord {
  double count = 0;
  double sum = 0;
  double minimum = 0;
  double maximum = 0;
  std::string unit;
  // Each value with how often it came, one after the other, sorted by value. Empty when they are not all known: a
  // statistic set hides its values, and too many are not kept.
  std::vector<double> values;
};

template <class A>
void Describe(A& a, SlotRecord& r) {
  a("count", r.count);
  a("sum", r.sum);
  a("minimum", r.minimum);
  a("maximum", r.maximum);
  a("unit", r.unit);
  a("values", r.values);
}

// That a metric exists, and since when it has been silent.
struct MetricRecord {
  Time latest;
};

template <class A>
void Describe(A& a, MetricRecord& r) {
  a("latest", r.latest);
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

// One period's values, as GetMetricStatistics and GetMetricData both report them.
struct PeriodValues {
  Time begin;
  SlotRecord values;
};

// Which values are asked for: periods of `length` from `begin` that hold data before `end`. With a unit, only data of
// that unit count.
struct PeriodQuery {
  Time begin;
  Time end;
  Duration length;
  std::optional<std::string> unit;
};

// Metrics, kept for fifteen days; alarms, dashboards and their tags are in alarms.h and dashboards.h. Threads: any.
class CloudWatch {
 public:
  explicit CloudWatch(state::Store& store) : store(store) {}

  // Adds data to their slots; all or none.
  Result<void> Put(const api::Call& call, const std::string& space,
                   const std::vector<api::cloudwatch::MetricDatum>& data);
  // In order of time.
  Result<std::vector<PeriodValues>> Periods(const api::Call& call, const MetricId& metric,
                                            const PeriodQuery& query) const;
  // Metrics that have data, in key order, after `after` (a key from an earlier page; empty: from the first).
  struct Listing {
    std::vector<MetricId> metrics;
    std::string next;  // empty: that was all
  };
  Result<Listing> Metrics(const api::Call& call, const std::string& after, size_t limit,
                          const std::function<bool(const MetricId&, const MetricRecord&)>& wanted) const;

  state::Store& store;
};

// Errors whose code no shape of the model has.
Unexpected ValidationError(std::string message);
// 501, when a member that is not offered is there.
Result<void> CheckAbsent(bool present, std::string_view member);

// Opaque page tokens: `kind` keeps those of one operation out of another's.
std::string TokenOf(std::string_view kind, std::string_view position);
std::optional<std::string> PositionOf(std::string_view kind, const std::string& token);

// Whether AWS has periods of this length, in seconds.
bool IsPeriod(int32_t seconds);
// GetMetricStatistics and GetMetricData look at whole seconds.
Time WholeSecond(Time time);

}  // namespace firn::services::cloudwatch
