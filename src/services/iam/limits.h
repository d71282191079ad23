#pragma once

#include <chrono>
#include <cstddef>

// IAM's quotas, as AWS documents them for accounts that asked for nothing more. Sizes leave white
// space out.
namespace firn::services::iam {

inline constexpr size_t kManagedPolicyBytesMax = 6144;
inline constexpr size_t kTrustPolicyBytesMax = 2048;
inline constexpr size_t kRolePoliciesBytesMax = 10240;  // all inline policies of a role together
inline constexpr size_t kUserPoliciesBytesMax = 2048;   // all inline policies of a user together
inline constexpr size_t kGroupPoliciesBytesMax = 5120;  // all inline policies of a group together
inline constexpr size_t kAttachedPoliciesMax = 10;      // of one role, user or group
inline constexpr size_t kAccessKeysMax = 2;             // of one user
inline constexpr size_t kGroupsPerUserMax = 10;
inline constexpr size_t kMfaDevicesPerUserMax = 8;
inline constexpr size_t kSshKeysPerUserMax = 5;
inline constexpr size_t kSigningCertificatesPerUserMax = 2;
inline constexpr size_t kServiceCredentialsPerUserMax = 2;  // for one service
inline constexpr size_t kPolicyVersionsMax = 5;
inline constexpr size_t kClientIdsMax = 100;  // of one OpenID Connect provider
inline constexpr size_t kThumbprintsMax = 5;
inline constexpr size_t kTagsMax = 50;
inline constexpr size_t kPageItems = 100;  // when MaxItems is absent

// Per account.
inline constexpr size_t kRolesMax = 1000;
inline constexpr size_t kUsersMax = 5000;
inline constexpr size_t kGroupsMax = 300;
inline constexpr size_t kPoliciesMax = 1500;
inline constexpr size_t kPolicyVersionsInUseMax = 10000;
inline constexpr size_t kProfilesMax = 1000;
inline constexpr size_t kMfaDevicesMax = 10000;
inline constexpr size_t kServerCertificatesMax = 20;
inline constexpr size_t kOidcProvidersMax = 100;
inline constexpr size_t kSamlProvidersMax = 100;

inline constexpr std::chrono::hours kReportKept{4};           // then a credential report is stale
inline constexpr std::chrono::minutes kKeyUseResolution{15};  // how exactly the last use is known

}  // namespace firn::services::iam
