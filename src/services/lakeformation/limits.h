#pragma once

#include <cstddef>

// What Lake Formation bounds.
namespace firn::services::lakeformation {

inline constexpr size_t kAdminsMax = 30;  // of each list of administrators
inline constexpr size_t kBatchEntriesMax =
    20;                                      // of BatchGrantPermissions and BatchRevokePermissions
inline constexpr size_t kPageRows = 100;     // of a list whose caller names no size
inline constexpr size_t kColumnsMax = 1000;  // named by one grant

}  // namespace firn::services::lakeformation
