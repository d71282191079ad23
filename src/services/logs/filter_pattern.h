#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace firn::services::logs {

// A filter pattern of CloudWatch Logs: which messages it matches, and what metric filters take from them. Three kinds:
//
//   ERROR "disk full" ?warn -debug              words that occur, all, any or none of them, with case
//   { $.status >= 500 && $.path = "/api/*" }    comparisons of members of a JSON message
//   [ip, user, ..., status = 4*, bytes]         fields between spaces, quotation marks and brackets
//
// Regular expressions are refused. Threads: a value that does not change.
class FilterPattern {
 public:
  // kInvalid when the text is no pattern; kUnsupported for regular expressions.
  static Result<FilterPattern> Parse(std::string_view text);

  bool Matches(const std::string& message) const;
  // What the pattern names, with its value in a message that matches: "$.status", or "$ip" and "$1".
  std::map<std::string, std::string> Extract(const std::string& message) const;

  struct Node;

 private:
  std::shared_ptr<const Node> root_;
};

}  // namespace firn::services::logs
