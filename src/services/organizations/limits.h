#pragma once

#include <cstddef>

// Quotas of AWS Organizations, as documented for organizations that asked for nothing more.
namespace firn::services::organizations {

inline constexpr size_t kAccountsMax = 10;
inline constexpr size_t kUnitsMax = 2000;
inline constexpr size_t kUnitDepthMax = 5;
inline constexpr size_t kPoliciesMax = 10'000;
inline constexpr size_t kPolicyBytesMax = 5120;
inline constexpr size_t kPoliciesPerTargetMax = 5;
inline constexpr size_t kTagsMax = 50;
inline constexpr size_t kPageItems = 20;  // when MaxResults is absent

}  // namespace firn::services::organizations
