#pragma once

#include <chrono>
#include <cstddef>

namespace firn::services::sts {

inline constexpr std::chrono::seconds kSessionDefault{3600};
inline constexpr std::chrono::seconds kChainedSessionMax{3600};  // a session that assumes a role
inline constexpr size_t kSessionPolicyBytesMax = 2048;           // all session policies together
// Expired sessions are remembered this long, so that their holders hear ExpiredToken; then they are
// forgotten.
inline constexpr std::chrono::hours kExpiredKept{24};
inline constexpr size_t kSweptPerSession = 16;  // expired sessions forgotten when one is opened

}  // namespace firn::services::sts
