#include "services/athena/sql_text.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace firn::services::athena {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWordStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

class Scanner {
 public:
  explicit Scanner(std::string_view sql) : sql_(sql) {}

  Result<std::vector<SqlToken>> Scan() {
    std::vector<SqlToken> tokens;
    while (true) {
      FIRN_OK(SkipBlank());
      if (at_ == sql_.size()) return tokens;
      FIRN_TRY(SqlToken token, Next());
      tokens.push_back(std::move(token));
    }
  }

 private:
  Unexpected Unfinished(std::string_view what, size_t offset) const {
    return Fail(Kind::kInvalid,
                PositionText(sql_, offset) + ": " + std::string(what) + " does not end");
  }

  Result<void> SkipBlank() {
    while (at_ < sql_.size()) {
      if (IsSpace(sql_[at_])) {
        ++at_;
      } else if (sql_.substr(at_, 2) == "--") {
        at_ = std::min(sql_.find('\n', at_), sql_.size());
      } else if (sql_.substr(at_, 2) == "/*") {
        const size_t end = sql_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return Unfinished("A comment", at_);
        at_ = end + 2;
      } else {
        break;
      }
    }
    return {};
  }

  Result<SqlToken> Next() {
    const char c = sql_[at_];
    SqlToken token;
    token.offset = at_;
    if (c == '\'' || c == '"' || c == '`') {
      token.kind = c == '\'' ? SqlToken::Kind::kText : SqlToken::Kind::kName;
      while (true) {
        const size_t end = sql_.find(c, at_ + 1);
        if (end == std::string_view::npos) return Unfinished("A quoted text", token.offset);
        token.text += sql_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        if (at_ == sql_.size() || sql_[at_] != c) break;  // doubled quotes stand for one
        token.text += c;
      }
    } else if (IsWordStart(c)) {
      token.kind = SqlToken::Kind::kWord;
      while (at_ < sql_.size() &&
             (IsWordStart(sql_[at_]) || IsDigit(sql_[at_]) || sql_[at_] == '$'))
        ++at_;
      token.text = sql_.substr(token.offset, at_ - token.offset);
    } else if (IsDigit(c)) {
      token.kind = SqlToken::Kind::kNumber;
      while (at_ < sql_.size() &&
             (IsDigit(sql_[at_]) || IsWordStart(sql_[at_]) || sql_[at_] == '.'))
        ++at_;
      token.text = sql_.substr(token.offset, at_ - token.offset);
    } else {
      token.text = c;
      ++at_;
    }
    token.length = at_ - token.offset;
    return token;
  }

  std::string_view sql_;
  size_t at_ = 0;
};

// "LINE 3: ...some text" and, on the line below, a caret under what is meant.
struct Caret {
  size_t message_end = 0;  // where the part with the position begins
  size_t offset = 0;       // in the statement
};

std::optional<Caret> FindCaret(std::string_view sql, std::string_view message) {
  constexpr std::string_view kMark = "\nLINE ";
  const size_t mark = message.rfind(kMark);
  if (mark == std::string_view::npos) return {};
  const size_t begin = mark + 1;
  const size_t colon = message.find(": ", begin);
  const size_t line_end = message.find('\n', begin);
  if (colon == std::string_view::npos || line_end == std::string_view::npos) return {};
  size_t line = 0;
  const std::string_view number = message.substr(mark + kMark.size(), colon - mark - kMark.size());
  if (std::from_chars(number.data(), number.data() + number.size(), line).ec != std::errc())
    return {};
  const size_t caret = message.find('^', line_end);
  if (caret == std::string_view::npos || line == 0) return {};
  size_t in_text = caret - line_end - 1;
  const size_t lead = colon + 2 - begin;
  if (in_text < lead) return {};
  in_text -= lead;
  std::string_view shown = message.substr(colon + 2, line_end - colon - 2);
  size_t start = 0;
  for (size_t i = 1; i < line; ++i) {
    start = sql.find('\n', start);
    if (start == std::string_view::npos) return {};
    ++start;
  }
  const std::string_view source = sql.substr(start, sql.find('\n', start) - start);
  constexpr std::string_view kCut = "...";
  if (shown.starts_with(kCut)) {
    shown.remove_prefix(kCut.size());
    if (in_text < kCut.size()) return {};
    in_text -= kCut.size();
    if (shown.ends_with(kCut)) shown.remove_suffix(kCut.size());
    const size_t found = source.find(shown);
    if (found == std::string_view::npos) return {};
    in_text += found;
  }
  if (in_text > source.size()) return {};
  return Caret{mark, start + in_text};
}

// What stands in the first double quotes.
std::string Quoted(std::string_view text) {
  const size_t begin = text.find('"');
  const size_t end = begin == std::string_view::npos ? begin : text.find('"', begin + 1);
  if (end == std::string_view::npos) return {};
  return std::string(text.substr(begin + 1, end - begin - 1));
}

}  // namespace

bool SqlToken::Is(std::string_view keyword) const {
  return kind == Kind::kWord && std::equal(text.begin(), text.end(), keyword.begin(), keyword.end(),
                                           [](char a, char b) { return Lower(a) == Lower(b); });
}

Result<std::vector<SqlToken>> Tokenize(std::string_view sql) { return Scanner(sql).Scan(); }

std::string PositionText(std::string_view sql, size_t offset) {
  size_t line = 1;
  size_t column = 1;
  for (size_t i = 0; i < std::min(offset, sql.size()); ++i) {
    if (sql[i] == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(sql[i]) & 0xc0) != 0x80) {
      ++column;
    }
  }
  return "line " + std::to_string(line) + ":" + std::to_string(column);
}

Result<std::string> WithArguments(std::string_view sql, const std::vector<std::string>& arguments) {
  FIRN_TRY(const auto tokens, Tokenize(sql));
  std::string text;
  size_t copied = 0;
  size_t used = 0;
  for (const SqlToken& token : tokens) {
    if (token.kind != SqlToken::Kind::kSign || token.text != "?") continue;
    text += sql.substr(copied, token.offset - copied);
    if (used < arguments.size()) text += "(" + arguments[used] + "\n)";
    ++used;
    copied = token.offset + token.length;
  }
  if (used != arguments.size()) {
    return Fail(Kind::kInvalid,
                "INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected " +
                    std::to_string(used) + " but found " + std::to_string(arguments.size()));
  }
  return text + std::string(sql.substr(copied));
}

std::string FailureText(std::string_view sql, std::string_view message) {
  constexpr std::string_view kDivision = "DIVISION_BY_ZERO";
  if (const size_t found = message.find(kDivision); found != std::string_view::npos) {
    return std::string(message.substr(found, message.find('\n', found) - found));
  }
  const auto caret = FindCaret(sql, message);
  std::string_view cause = message.substr(0, caret ? caret->message_end : message.size());
  const std::string position = caret ? PositionText(sql, caret->offset) + ": " : "";
  struct Known {
    std::string_view begin;
    std::string_view code;
  };
  for (const auto& [begin, code] :
       {Known{"Binder Error: ", "SYNTAX_ERROR"}, Known{"Catalog Error: ", "SYNTAX_ERROR"},
        Known{"Parser Error: ", "SYNTAX_ERROR"},
        Known{"Conversion Error: ", "INVALID_CAST_ARGUMENT"},
        Known{"Out of Range Error: ", "NUMERIC_VALUE_OUT_OF_RANGE"}}) {
    if (!cause.starts_with(begin)) continue;
    cause.remove_prefix(begin.size());
    cause = cause.substr(0, cause.find('\n'));
    if (cause.starts_with("Referenced column ")) {
      return "COLUMN_NOT_FOUND: " + position + "Column '" + Quoted(cause) + "' cannot be resolved";
    }
    if (cause.find("Function with name ") != std::string_view::npos) {
      const size_t name = cause.find("name ") + 5;
      return "FUNCTION_NOT_FOUND: " + position + "Function '" +
             std::string(cause.substr(name, cause.find(' ', name) - name)) + "' not registered";
    }
    return std::string(code) + ": " + position + std::string(cause);
  }
  return std::string(message);
}

}  // namespace firn::services::athena
