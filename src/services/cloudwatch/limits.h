#pragma once

#include <chrono>
#include <cstddef>

// CloudWatch's quotas, as AWS has them, and bounds of our own.
namespace firn::services::cloudwatch {

inline constexpr auto kRetention = std::chrono::hours(24 * 15);
inline constexpr auto kListedAfterLast = std::chrono::hours(24 * 14);  // a metric without data is listed so long
inline constexpr auto kHistoryKept = std::chrono::hours(24 * 30);
inline constexpr size_t kPrunedPerPut = 16;    // expired slots removed with each datum, so that no put pays for many
inline constexpr size_t kDistinctValuesMax = 1000;  // per slot; with more, only sums are kept and no percentiles
inline constexpr size_t kQueriesMax = 500;
inline constexpr size_t kDatapointsMax = 100'800;  // of one GetMetricData answer
inline constexpr size_t kTagsMax = 50;
inline constexpr size_t kDashboardBytesMax = 1 << 20;

}  // namespace firn::services::cloudwatch
