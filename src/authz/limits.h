#pragma once

#include <cstddef>

namespace firn::authz {

// Parsed documents kept in memory; beyond it the cache starts anew.
inline constexpr size_t kParsedPoliciesMax = 4096;

}  // namespace firn::authz
