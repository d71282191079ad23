#pragma once

#include <cstddef>

// What Lake Formation bounds.
namespace firn::services::lakeformation {

inline constexpr size_t kAdminsMax = 30;            // of each list of administrators
inline constexpr size_t kBatchEntriesMax = 20;      // of a batch of grants or revocations
inline constexpr size_t kPageRows = 100;            // of a list whose caller names no size
inline constexpr size_t kColumnsMax = 1000;         // named by one grant
inline constexpr size_t kTagsMax = 1000;            // LF-tags of an account
inline constexpr size_t kTagValuesMax = 1000;       // of one LF-tag
inline constexpr size_t kExpressionTagsMax = 50;    // of one expression
inline constexpr size_t kResourceTagsMax = 50;      // assigned to one resource
inline constexpr size_t kExpressionsMax = 1000;     // saved by an account
inline constexpr size_t kTableFiltersMax = 100;     // data cells filters of one table
inline constexpr size_t kPredicateDepthMax = 32;    // parentheses in a row filter
inline constexpr size_t kNestedColumnDepthMax = 5;  // "a.b.c" in a filter's columns

}  // namespace firn::services::lakeformation
