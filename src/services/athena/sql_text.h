#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace firn::services::athena {

// A piece of a statement's text.
struct SqlToken {
  enum class Kind { kWord, kName, kText, kNumber, kSign };
  Kind kind = Kind::kSign;
  std::string text;   // of names and texts without their quotes
  size_t offset = 0;  // in the statement
  size_t length = 0;  // as written

  // Whether it is this keyword, written in any case.
  bool Is(std::string_view keyword) const;
};

// Words, names in "" or ``, texts in '', numbers and single signs, without white space and
// comments. kInvalid, with the position, for quotes and comments that do not end.
Result<std::vector<SqlToken>> Tokenize(std::string_view sql);

// "line 2:14" of a byte, both from one; columns count characters.
std::string PositionText(std::string_view sql, size_t offset);

// The statement with each ? outside quotes replaced by the next argument, which is an expression as
// text. kInvalid when their number differs.
Result<std::string> WithArguments(std::string_view sql, const std::vector<std::string>& arguments);

// An engine's failure in Trino's words: code, position and cause on one line, as far as they can be
// told.
std::string FailureText(std::string_view sql, std::string_view message);

}  // namespace firn::services::athena
