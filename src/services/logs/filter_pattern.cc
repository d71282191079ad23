#include "services/logs/filter_pattern.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <vector>

#include "format/json.h"

namespace firn::services::logs {
namespace {

using format::Json;

constexpr int kDepthMax = 32;

Unexpected Invalid(std::string_view why) {
  return Fail(Kind::kInvalid, "Invalid filter pattern: " + std::string(why));
}

Unexpected NoExpressions() {
  return Fail(Kind::kUnsupported, "Regular expressions in filter patterns are not implemented");
}

// "*" stands for any characters.
bool Fits(std::string_view pattern, std::string_view text) {
  size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::optional<double> NumberOf(std::string_view text) {
  if (text.empty() || std::isspace(static_cast<unsigned char>(text[0]))) return std::nullopt;
  const std::string copy(text);
  char* end = nullptr;
  const double number = std::strtod(copy.c_str(), &end);
  const bool plain = copy.find_first_not_of("0123456789+-.eE") == std::string::npos;
  return plain && end == copy.c_str() + copy.size() ? std::optional(number) : std::nullopt;
}

enum class Operator { kEqual, kUnequal, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

bool Compare(double a, Operator op, double b) {
  switch (op) {
    case Operator::kEqual: return a == b;
    case Operator::kUnequal: return a != b;
    case Operator::kLess: return a < b;
    case Operator::kLessOrEqual: return a <= b;
    case Operator::kGreater: return a > b;
    case Operator::kGreaterOrEqual: return a >= b;
  }
  return false;
}

// What a comparison is with.
struct Literal {
  std::string text;
  std::optional<double> number;  // of unquoted numbers
};

bool CompareText(std::string_view value, Operator op, const Literal& literal) {
  if (literal.number) {
    const auto number = NumberOf(value);
    return number ? Compare(*number, op, *literal.number) : op == Operator::kUnequal;
  }
  if (op == Operator::kEqual) return Fits(literal.text, value);
  if (op == Operator::kUnequal) return !Fits(literal.text, value);
  return false;
}

std::string TextOf(const Json& json) {
  return json.is_string() ? std::string(json.string_or("")) : json.is_null() ? "null" : json.Text();
}

// One step of "$.a[0].b": a member, an index, or any of a list's elements.
struct Step {
  std::string member;
  std::optional<size_t> index;
  bool any = false;
};

void Select(const Json& json, const std::vector<Step>& steps, size_t at, std::vector<const Json*>& found) {
  if (at == steps.size()) {
    found.push_back(&json);
    return;
  }
  const Step& step = steps[at];
  if (step.any) {
    for (const Json& element : json.array()) Select(element, steps, at + 1, found);
  } else if (step.index) {
    if (*step.index < json.array().size()) Select(json.array()[*step.index], steps, at + 1, found);
  } else if (const Json* member = json.Find(step.member)) {
    Select(*member, steps, at + 1, found);
  }
}

// A message as fields: between spaces, or whole in quotation marks or brackets.
std::vector<std::string> FieldsOf(std::string_view message) {
  std::vector<std::string> fields;
  size_t at = 0;
  while ((at = message.find_first_not_of(' ', at)) != std::string_view::npos) {
    const char closing = message[at] == '"' ? '"' : message[at] == '[' ? ']' : ' ';
    const size_t from = closing == ' ' ? at : at + 1;
    const size_t end = std::min(message.find(closing, from), message.size());
    fields.emplace_back(message.substr(from, end - from));
    at = end + (closing == ' ' ? 0 : 1);
    if (at >= message.size()) break;
  }
  return fields;
}

}  // namespace

struct FilterPattern::Node {
  enum class Kind { kWords, kAll, kAny, kJson, kIs, kMissing, kFields };
  Kind kind = Kind::kWords;
  // kWords
  std::vector<std::string> all, any, none;
  // kAll, kAny; and the conditions of each field of kFields (one for each, null when there is none)
  std::vector<std::shared_ptr<const Node>> parts;
  // kJson, kIs, kMissing
  std::string selector;
  std::vector<Step> steps;
  Operator op = Operator::kEqual;
  Literal literal;
  // kFields: names in order, "..." among them at most once
  std::vector<std::string> names;

  bool MatchesJson(const Json& json) const;
  bool MatchesField(std::string_view field) const;
  std::optional<std::vector<std::string>> Aligned(const std::string& message) const;
  void Selectors(std::map<std::string, const Node*>& found) const;
};

bool FilterPattern::Node::MatchesJson(const Json& json) const {
  const auto matches = [&](const auto& part) { return part->MatchesJson(json); };
  if (kind == Kind::kAll) return std::all_of(parts.begin(), parts.end(), matches);
  if (kind == Kind::kAny) return std::any_of(parts.begin(), parts.end(), matches);
  std::vector<const Json*> found;
  Select(json, steps, 0, found);
  if (kind == Kind::kMissing) return found.empty();
  return std::any_of(found.begin(), found.end(), [&](const Json* value) {
    if (kind == Kind::kIs) {
      return literal.text == "NULL" ? value->is_null()
                                    : value->is_bool() && value->bool_or(false) == (literal.text == "TRUE");
    }
    if (value->is_array() || value->is_object()) return false;
    if (literal.number && value->is_number()) return Compare(value->number_or(0), op, *literal.number);
    return CompareText(TextOf(*value), op, literal);
  });
}

bool FilterPattern::Node::MatchesField(std::string_view field) const {
  const auto matches = [&](const auto& part) { return part->MatchesField(field); };
  if (kind == Kind::kAll) return std::all_of(parts.begin(), parts.end(), matches);
  if (kind == Kind::kAny) return std::any_of(parts.begin(), parts.end(), matches);
  return CompareText(field, op, literal);
}

// The field of each name, "" for "..."; nothing when the numbers do not fit.
std::optional<std::vector<std::string>> FilterPattern::Node::Aligned(const std::string& message) const {
  const std::vector<std::string> fields = FieldsOf(message);
  const auto gap = std::find(names.begin(), names.end(), "...");
  if (gap == names.end()) return fields.size() == names.size() ? std::optional(fields) : std::nullopt;
  if (fields.size() + 1 < names.size()) return std::nullopt;
  const auto before = static_cast<size_t>(gap - names.begin());
  const size_t after = names.size() - before - 1;
  std::vector<std::string> aligned(fields.begin(), fields.begin() + static_cast<ptrdiff_t>(before));
  aligned.emplace_back();
  aligned.insert(aligned.end(), fields.end() - static_cast<ptrdiff_t>(after), fields.end());
  return aligned;
}

void FilterPattern::Node::Selectors(std::map<std::string, const Node*>& found) const {
  for (const auto& part : parts) part->Selectors(found);
  if (!selector.empty()) found.emplace(selector, this);
}

namespace {

using Node = FilterPattern::Node;
using NodePointer = std::shared_ptr<const Node>;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<NodePointer> Pattern() {
    Skip();
    if (Take("{")) {
      FIRN_TRY(NodePointer node, Either(0, [this](int depth) { return JsonTerm(depth); }));
      if (!Take("}") || !AtEnd()) return Invalid("a closing brace is expected");
      return node;
    }
    if (Take("[")) return Fields();
    return Words();
  }

 private:
  void Skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  bool AtEnd() {
    Skip();
    return at_ == text_.size();
  }
  bool Take(std::string_view token) {
    Skip();
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  Result<NodePointer> Words() {
    auto node = std::make_shared<Node>();
    while (!AtEnd()) {
      auto* into = &node->all;
      if (Peek() == '?' || Peek() == '-') into = text_[at_++] == '?' ? &node->any : &node->none;
      if (Peek() == '%') return NoExpressions();
      if (Peek() == '"') {
        FIRN_TRY(std::string word, Quoted());
        if (!word.empty()) into->push_back(std::move(word));
      } else {
        const size_t end = std::min(text_.find_first_of(" \t\n", at_), text_.size());
        if (end == at_) return Invalid("a word is expected");
        into->emplace_back(text_.substr(at_, end - at_));
        at_ = end;
      }
    }
    return NodePointer(std::move(node));
  }

  // At a quotation mark; a backslash keeps the character behind it.
  Result<std::string> Quoted() {
    std::string out;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        ++at_;
        return out;
      }
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      out += text_[at_];
    }
    return Invalid("a quotation mark is not closed");
  }

  template <class Term>
  Result<NodePointer> Chain(std::string_view token, Node::Kind kind, const Term& term) {
    FIRN_TRY(NodePointer first, term());
    std::vector<NodePointer> parts{std::move(first)};
    while (Take(token)) {
      FIRN_TRY(NodePointer next, term());
      parts.push_back(std::move(next));
    }
    if (parts.size() == 1) return std::move(parts.front());
    auto node = std::make_shared<Node>();
    node->kind = kind;
    node->parts = std::move(parts);
    return NodePointer(std::move(node));
  }

  // Terms joined by && and ||, the former first.
  template <class Term>
  Result<NodePointer> Either(int depth, const Term& term) {
    if (depth > kDepthMax) return Invalid("it is nested too deeply");
    return Chain("||", Node::Kind::kAny, [&]() -> Result<NodePointer> {
      return Chain("&&", Node::Kind::kAll, [&]() -> Result<NodePointer> {
        if (Take("(")) {
          FIRN_TRY(NodePointer node, Either(depth + 1, term));
          if (!Take(")")) return Invalid("a closing parenthesis is expected");
          return node;
        }
        return term(depth);
      });
    });
  }

  Result<NodePointer> JsonTerm(int) {
    auto node = std::make_shared<Node>();
    FIRN_OK(Selector(*node));
    if (Take("IS")) {
      node->kind = Node::Kind::kIs;
      for (const char* word : {"TRUE", "FALSE", "NULL"}) {
        if (Take(word)) node->literal.text = word;
      }
      if (node->literal.text.empty()) return Invalid("TRUE, FALSE or NULL is expected behind IS");
    } else if (Take("NOT")) {
      node->kind = Node::Kind::kMissing;
      if (!Take("EXISTS")) return Invalid("EXISTS is expected behind NOT");
    } else {
      node->kind = Node::Kind::kJson;
      FIRN_OK(Comparison(*node, "})&|"));
    }
    return NodePointer(std::move(node));
  }

  Result<void> Selector(Node& node) {
    Skip();
    const size_t from = at_;
    if (!Take("$")) return Invalid("a selector begins with $");
    while (at_ < text_.size() && (Peek() == '.' || Peek() == '[')) {
      if (Peek() == '.') {
        const size_t end = std::min(text_.find_first_of(".[ \t=!<>)}&|", at_ + 1), text_.size());
        if (end == at_ + 1 && !(end < text_.size() && text_[end] == '[')) return Invalid("a member's name is expected");
        if (end > at_ + 1) node.steps.push_back({std::string(text_.substr(at_ + 1, end - at_ - 1)), {}, false});
        at_ = end;
        continue;
      }
      const size_t end = text_.find(']', at_);
      if (end == std::string_view::npos) return Invalid("a bracket is not closed");
      std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
      const bool quoted = inside.size() >= 2 && (inside[0] == '\'' || inside[0] == '"') && inside.back() == inside[0];
      const bool digits = !inside.empty() && inside.size() < 10 &&
                          inside.find_first_not_of("0123456789") == std::string_view::npos;
      if (quoted) node.steps.push_back({std::string(inside.substr(1, inside.size() - 2)), {}, false});
      else if (inside == "*") node.steps.push_back({{}, {}, true});
      else if (digits) node.steps.push_back({{}, std::strtoul(std::string(inside).c_str(), nullptr, 10), false});
      else return Invalid("an index is expected in brackets");
      at_ = end + 1;
    }
    if (node.steps.empty()) return Invalid("a selector names a member");
    node.selector = std::string(text_.substr(from, at_ - from));
    return {};
  }

  Result<void> Comparison(Node& node, std::string_view stops) {
    if (Take("!=")) node.op = Operator::kUnequal;
    else if (Take("<=")) node.op = Operator::kLessOrEqual;
    else if (Take(">=")) node.op = Operator::kGreaterOrEqual;
    else if (Take("=")) node.op = Operator::kEqual;
    else if (Take("<")) node.op = Operator::kLess;
    else if (Take(">")) node.op = Operator::kGreater;
    else return Invalid("a comparison is expected");
    Skip();
    if (Peek() == '%') return NoExpressions();
    if (Peek() == '"') {
      FIRN_TRY(node.literal.text, Quoted());
    } else {
      const size_t end = std::min(text_.find_first_of(std::string(" \t\n") + std::string(stops), at_), text_.size());
      if (end == at_) return Invalid("a value is expected");
      node.literal.text = std::string(text_.substr(at_, end - at_));
      node.literal.number = NumberOf(node.literal.text);
      at_ = end;
    }
    if (!node.literal.number && node.op != Operator::kEqual && node.op != Operator::kUnequal) {
      return Invalid("only numbers are less or greater");
    }
    return {};
  }

  Result<NodePointer> Fields() {
    auto node = std::make_shared<Node>();
    node->kind = Node::Kind::kFields;
    do {
      Skip();
      NodePointer condition;
      if (Take("...")) {
        if (std::find(node->names.begin(), node->names.end(), "...") != node->names.end()) {
          return Invalid("an ellipsis stands once");
        }
        node->names.emplace_back("...");
      } else {
        FIRN_TRY(std::string name, Name());
        Skip();
        if (Peek() != ',' && Peek() != ']') {
          FIRN_TRY(condition, FieldCondition(name));
        }
        node->names.push_back(std::move(name));
      }
      node->parts.push_back(std::move(condition));
    } while (Take(","));
    if (!Take("]") || !AtEnd()) return Invalid("a closing bracket is expected");
    return NodePointer(std::move(node));
  }

  Result<std::string> Name() {
    const size_t from = at_;
    while (std::isalnum(static_cast<unsigned char>(Peek())) || Peek() == '_' || Peek() == '-') ++at_;
    if (at_ == from) return Invalid("a field's name is expected");
    return std::string(text_.substr(from, at_ - from));
  }

  // Behind the name of a field: the first comparison lacks it, those behind && and || repeat it.
  Result<NodePointer> FieldCondition(const std::string& name) {
    bool first = true;
    return Either(0, [&](int) -> Result<NodePointer> {
      if (!first) {
        Skip();
        FIRN_TRY(const std::string again, Name());
        if (again != name) return Invalid("the conditions of a field are about that field");
      }
      first = false;
      auto node = std::make_shared<Node>();
      node->kind = Node::Kind::kJson;
      FIRN_OK(Comparison(*node, ",])&|"));
      return NodePointer(std::move(node));
    });
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

Result<FilterPattern> FilterPattern::Parse(std::string_view text) {
  FilterPattern pattern;
  FIRN_TRY(pattern.root_, Parser(text).Pattern());
  return pattern;
}

bool FilterPattern::Matches(const std::string& message) const {
  const Node& node = *root_;
  if (node.kind == Node::Kind::kWords) {
    const auto occurs = [&](const std::string& word) { return message.find(word) != std::string::npos; };
    return std::all_of(node.all.begin(), node.all.end(), occurs) &&
           std::none_of(node.none.begin(), node.none.end(), occurs) &&
           (node.any.empty() || std::any_of(node.any.begin(), node.any.end(), occurs));
  }
  if (node.kind == Node::Kind::kFields) {
    const auto fields = node.Aligned(message);
    if (!fields) return false;
    for (size_t i = 0; i < node.parts.size(); ++i) {
      if (node.parts[i] && !node.parts[i]->MatchesField((*fields)[i])) return false;
    }
    return true;
  }
  const auto json = format::ParseJson(message);
  return json && json->is_object() && node.MatchesJson(*json);
}

std::map<std::string, std::string> FilterPattern::Extract(const std::string& message) const {
  std::map<std::string, std::string> values;
  if (root_->kind == Node::Kind::kWords) return values;
  if (root_->kind == Node::Kind::kFields) {
    const auto fields = root_->Aligned(message);
    for (size_t i = 0; fields && i < root_->names.size(); ++i) {
      if (root_->names[i] != "...") values["$" + root_->names[i]] = (*fields)[i];
    }
    return values;
  }
  const auto json = format::ParseJson(message);
  std::map<std::string, const Node*> selectors;
  root_->Selectors(selectors);
  for (const auto& [selector, node] : selectors) {
    std::vector<const Json*> found;
    if (json) Select(*json, node->steps, 0, found);
    if (!found.empty()) values[selector] = TextOf(*found.front());
  }
  return values;
}

}  // namespace firn::services::logs
