#pragma once

#include <cstddef>

// The quotas of CloudWatch Logs, as AWS has them, and bounds of our own.
namespace firn::services::logs {

inline constexpr size_t kTagsMax = 50;
inline constexpr size_t kResourcePoliciesMax = 10;
inline constexpr size_t kMetricFiltersPerGroupMax = 100;
inline constexpr size_t kSubscriptionFiltersPerGroupMax = 2;
inline constexpr size_t kPrunedPerPut = 64;  // events beyond retention removed with each batch
inline constexpr size_t kPageDefault = 50;

}  // namespace firn::services::logs
