#pragma once

#include <chrono>
#include <cstddef>

// What Resource Access Manager bounds.
namespace firn::services::ram {

inline constexpr size_t kSharesMax = 5000;         // of an account in a region
inline constexpr size_t kShareEntitiesMax = 5000;  // principals, and resources, of one share
inline constexpr size_t kTagsMax = 50;
inline constexpr size_t kPageItems = 500;  // of a list whose caller names no size
inline constexpr size_t kNameMax = 128;
inline constexpr std::chrono::hours kInvitationLife{7 * 24};

}  // namespace firn::services::ram
