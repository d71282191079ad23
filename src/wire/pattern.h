#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace firn::wire {

// Whether the whole text matches a pattern of the service models (Java's dialect). Matching takes
// time linear in the text. Text that is not UTF-8 or longer than limits.h allows matches nothing.
//
// The engine has no look-around. A look-ahead at the very start, which is what nearly all models
// use, is checked by itself: "(?!X)Y" is "does not begin with X, and matches Y". Those few inside a
// pattern are replaced by equivalents written by hand, listed in pattern.cc. A pattern that the
// engine still refuses matches everything; a test over the models shows that there is none.
// Threads: any.
bool MatchesPattern(std::string_view pattern, std::string_view text);

// Whether the engine takes the pattern, for tests over the models.
bool IsPatternSupported(std::string_view pattern);

// Compiles a pattern that a caller wrote, to be matched against whole texts in linear time.
// kInvalid when it is no regular expression of the engine or would take more memory than limits.h
// allows.
using TextMatcher = std::function<bool(std::string_view text)>;
Result<TextMatcher> CompilePattern(const std::string& pattern);

}  // namespace firn::wire
