#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/cloudwatch/cloudwatch.h"

namespace firn::services::cloudwatch {

// One statistic by its name: the five simple ones, or an extended one: p99.9, tm90, TM(10%:90%), tc, ts, wm, IQM, PR(1:2).
struct Statistic {
  enum class Kind { kCount, kAverage, kSum, kMinimum, kMaximum, kPercentile, kTrimmedMean, kTrimmedCount, kTrimmedSum,
                    kWinsorizedMean, kPercentileRank };
  Kind kind = Kind::kAverage;
  // What of the values counts, of extended statistics: between two percentages, or two values.
  double low = 0;
  double high = 100;
  bool by_value = false;
};

// Nothing when AWS has no such statistic.
std::optional<Statistic> ParseStatistic(std::string_view text);
bool IsSimple(const Statistic& statistic);

// The value over a period. Nothing when it cannot be told: extended statistics need every single value.
std::optional<double> Evaluate(const Statistic& statistic, const SlotRecord& values);

}  // namespace firn::services::cloudwatch
