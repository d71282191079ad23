#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

// KMS's quotas and defaults, as AWS has them.
namespace firn::services::kms {

inline constexpr size_t kAliasesPerKeyMax = 50;
inline constexpr size_t kGrantsPerKeyMax = 50'000;
inline constexpr size_t kTagsMax = 50;
inline constexpr size_t kPolicyBytesMax = 32 * 1024;
inline constexpr size_t kOnDemandRotationsMax = 25;
inline constexpr int32_t kRotationDaysDefault = 365;
inline constexpr int32_t kDeletionDaysDefault = 30;
inline constexpr int32_t kDeletionDaysMin = 7;
inline constexpr int32_t kDeletionDaysMax = 30;
inline constexpr auto kDay = std::chrono::hours(24);

}  // namespace firn::services::kms
