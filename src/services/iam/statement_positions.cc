#include "services/iam/statement_positions.h"

#include <string>

namespace firn::services::iam {
namespace {

// Walks through JSON text that is known to be well-formed, and knows where it is.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  std::vector<StatementPosition> Walk() {
    while (at_ < text_.size()) Step();
    return std::move(found_);
  }

 private:
  void Step() {
    const char c = text_[at_];
    if (c == '"') {
      const size_t begin = at_ + 1;
      SkipString();
      // Keys of the document itself are the only strings here that matter.
      if (depth_ == 1) last_ = text_.substr(begin, at_ - begin - 1);
      return;
    }
    Advance();
    if (c == '{' || c == '[') {
      ++depth_;
      if (c == '[' && depth_ == 2) in_list_ = last_ == "Statement";
      if (c == '{' && IsStatementDepth(depth_)) {
        StatementPosition position;
        position.start_line = line_, position.start_column = column_;
        found_.push_back(position);
      }
    } else if (c == '}' || c == ']') {
      if (c == '}' && IsStatementDepth(depth_)) {
        found_.back().end_line = line_, found_.back().end_column = column_;
      }
      if (c == ']' && depth_ == 2) in_list_ = false;
      --depth_;
    }
  }

  bool IsStatementDepth(int depth) const {
    return (depth == 2 && last_ == "Statement" && !in_list_) || (depth == 3 && in_list_);
  }

  void SkipString() {
    Advance();
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\') Advance();
      if (at_ < text_.size()) Advance();
    }
    if (at_ < text_.size()) Advance();
  }

  void Advance() {
    if (text_[at_] == '\n') {
      ++line_;
      column_ = 1;
    } else {
      ++column_;
    }
    ++at_;
  }

  std::string_view text_;
  size_t at_ = 0;
  int32_t line_ = 1, column_ = 1;
  int depth_ = 0;
  std::string_view last_;  // the newest string of the document's own level
  bool in_list_ = false;   // inside the list of statements
  std::vector<StatementPosition> found_;
};

}  // namespace

std::vector<StatementPosition> StatementPositions(std::string_view document) {
  return Walker(document).Walk();
}

}  // namespace firn::services::iam
