#pragma once

#include <algorithm>
#include <string>

#include "wire/pattern.h"

namespace firn::services::glue {

// The Expression of GetTables and the Pattern of GetUserDefinedFunctions: a regular expression for
// the whole name, in which * behind a plain character, or behind nothing, stands for any text, as
// Glue reads it. Names hold no upper case, so case does not matter. InvalidInputException when it
// is no expression.
Result<wire::TextMatcher> CompileNamePattern(const std::string& expression);

}  // namespace firn::services::glue
