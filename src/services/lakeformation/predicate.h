#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

// Row filters: the predicates that data cells filters may have (a small part of PartiQL).
namespace firn::services::lakeformation {

// The columns that the predicate compares, nested ones as "a.b", in lower case.
//
// InvalidInputException unless it is comparisons of a column with constants (= <> != < <= > >=,
// [NOT] BETWEEN, IN, LIKE, IS [NOT] NULL) joined by AND, OR, NOT and parentheses. Functions, and
// comparisons of two columns, are refused.
Result<std::vector<std::string>> ReadPredicate(std::string_view text);

}  // namespace firn::services::lakeformation
