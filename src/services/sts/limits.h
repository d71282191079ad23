#pragma once

#include <chrono>
#include <cstddef>

namespace firn::services::sts {

inline constexpr std::chrono::seconds kSessionDefault{3600};
inline constexpr std::chrono::seconds kChainedSessionMax{3600};  // a session that assumes a role
inline constexpr std::chrono::seconds kTokenDefault{43200};      // of GetSessionToken and its kin
inline constexpr std::chrono::seconds kRootTokenMax{3600};
inline constexpr size_t kSessionPolicyBytesMax = 2048;  // all session policies together
// Expired sessions are remembered this long, so that their holders hear ExpiredToken; then they are
// forgotten.
inline constexpr std::chrono::hours kExpiredKept{24};
inline constexpr size_t kSweptPerSession = 16;  // expired sessions forgotten when one is opened

inline constexpr size_t kSessionPoliciesMax = 10;  // managed policies passed to one session
inline constexpr size_t kSessionTagsMax = 50;

}  // namespace firn::services::sts
