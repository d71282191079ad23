#pragma once

#include <cstddef>

// IAM's quotas, as AWS documents them for accounts that asked for nothing more. Sizes leave white
// space out.
namespace firn::services::iam {

inline constexpr size_t kManagedPolicyBytesMax = 6144;
inline constexpr size_t kTrustPolicyBytesMax = 2048;
inline constexpr size_t kRolePoliciesBytesMax = 10240;  // all inline policies of a role together
inline constexpr size_t kUserPoliciesBytesMax = 2048;   // all inline policies of a user together
inline constexpr size_t kAttachedPoliciesMax = 10;      // of one role or user
inline constexpr size_t kAccessKeysMax = 2;             // of one user
inline constexpr size_t kTagsMax = 50;
inline constexpr size_t kPageItems = 100;  // when MaxItems is absent

}  // namespace firn::services::iam
