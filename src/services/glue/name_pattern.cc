#include "services/glue/name_pattern.h"

#include "api/glue.h"

namespace firn::services::glue {
namespace {

// Where the bracket expression opening at `begin` ends, or the text's end.
size_t ClassEnd(const std::string& text, size_t begin) {
  size_t at = begin + 1;
  if (at < text.size() && text[at] == '^') ++at;
  if (at < text.size() && text[at] == ']') ++at;
  while (at < text.size() && text[at] != ']') at += text[at] == '\\' ? 2 : 1;
  return std::min(at + 1, text.size());
}

}  // namespace

Result<wire::TextMatcher> CompileNamePattern(const std::string& expression) {
  std::string pattern = "(?i:";
  bool repeatable = false;  // whether a star repeats what stands before it
  for (size_t i = 0; i < expression.size();) {
    const char c = expression[i];
    size_t end = i + 1;
    if (c == '\\') end = std::min(i + 2, expression.size());
    if (c == '[') end = ClassEnd(expression, i);
    if (c == '*' && !repeatable) pattern += '.';
    pattern.append(expression, i, end - i);
    repeatable = c == '.' || c == ')' || c == '[' || c == '\\';
    i = end;
  }
  auto compiled = wire::CompilePattern(pattern + ")");
  if (!compiled) {
    return api::glue::InvalidInputException("Invalid expression: " + compiled.error().message);
  }
  return compiled;
}

}  // namespace firn::services::glue
