#pragma once

// What a statement's syntax tree says about the tables and functions it uses. Included by .cc files
// of this room only.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "columnar/query.h"

namespace firn::columnar::duck {

// Reads the tree that the engine's json_serialize_sql writes: one SELECT, no table function but
// harmless ones, no forbidden function. Names bound by WITH are told from tables by their scope.
// kInvalid with the parser's message, kUnsupported for what is not allowed.
Result<std::vector<TableName>> TablesOf(std::string_view tree);

// Lower case of ASCII letters: names compare without regard to case.
std::string Lower(std::string_view text);

}  // namespace firn::columnar::duck
