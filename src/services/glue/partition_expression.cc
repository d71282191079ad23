#include "services/glue/partition_expression.h"

#include <array>
#include <optional>

#include "services/glue/partition_value.h"

namespace firn::services::glue {
namespace {

namespace api_glue = api::glue;

constexpr int kNestingMax = 100;

enum class Compare { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };
enum class Truth { kFalse, kTrue, kUnknown };

Truth TruthOf(bool value) { return value ? Truth::kTrue : Truth::kFalse; }

Truth Not(Truth truth) {
  if (truth == Truth::kUnknown) return truth;
  return truth == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
}

bool Holds(Compare compare, std::strong_ordering order) {
  switch (compare) {
    case Compare::kEqual: return order == 0;
    case Compare::kNotEqual: return order != 0;
    case Compare::kLess: return order < 0;
    case Compare::kLessOrEqual: return order <= 0;
    case Compare::kGreater: return order > 0;
    case Compare::kGreaterOrEqual: return order >= 0;
  }
  return false;
}

struct Token {
  enum class Kind { kWord, kQuotedName, kText, kNumber, kSign, kEnd };
  Kind kind = Kind::kEnd;
  std::string text;
};

std::string Upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return upper;
}

bool IsWord(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Splits the text into tokens, or gives nothing when some character belongs to none.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<std::vector<Token>> Scan() {
    std::vector<Token> tokens;
    while (true) {
      while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != text_.npos)
        ++at_;
      if (at_ == text_.size()) break;
      auto token = Next();
      if (!token) return std::nullopt;
      tokens.push_back(*std::move(token));
    }
    tokens.emplace_back();
    return tokens;
  }

 private:
  std::optional<Token> Next() {
    const char c = text_[at_];
    if (c == '\'') return Quoted(Token::Kind::kText);
    if (c == '"' || c == '`') return Quoted(Token::Kind::kQuotedName);
    const bool signed_number = (c == '-' || c == '+') && at_ + 1 < text_.size() &&
                               (IsDigit(text_[at_ + 1]) || text_[at_ + 1] == '.');
    if (IsDigit(c) || c == '.' || signed_number) return Number();
    if (IsWord(c)) {
      const size_t begin = at_;
      while (at_ < text_.size() && IsWord(text_[at_])) ++at_;
      return Token{Token::Kind::kWord, std::string(text_.substr(begin, at_ - begin))};
    }
    for (const std::string_view sign : {"<=", ">=", "<>", "!=", "=", "<", ">", "(", ")", ","}) {
      if (!text_.substr(at_).starts_with(sign)) continue;
      at_ += sign.size();
      return Token{Token::Kind::kSign, std::string(sign)};
    }
    return std::nullopt;
  }

  static bool IsDigit(char c) { return c >= '0' && c <= '9'; }

  std::optional<Token> Quoted(Token::Kind kind) {
    const char quote = text_[at_++];
    Token token{kind, {}};
    while (at_ < text_.size()) {
      if (text_[at_] != quote) {
        token.text += text_[at_++];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == quote) {
        token.text += quote;
        at_ += 2;
      } else {
        ++at_;
        return token;
      }
    }
    return std::nullopt;
  }

  std::optional<Token> Number() {
    const size_t begin = at_++;
    while (at_ < text_.size()) {
      const bool exponent_sign = (text_[at_] == '-' || text_[at_] == '+') &&
                                 (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E');
      if (!IsWord(text_[at_]) && text_[at_] != '.' && !exponent_sign) break;
      ++at_;
    }
    std::string text(text_.substr(begin, at_ - begin));
    if (!ParseKeyValue(KeyKind::kDecimal, text)) return std::nullopt;
    return Token{Token::Kind::kNumber, std::move(text)};
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

struct PartitionFilter::Node {
  enum class Kind { kAnd, kOr, kNot, kCompare, kIn, kBetween, kLike, kIsNull };
  Kind kind = Kind::kCompare;
  bool negated = false;  // NOT IN, NOT BETWEEN, NOT LIKE, IS NOT NULL
  std::vector<std::shared_ptr<const Node>> inner;
  size_t column = 0;
  KeyKind type = KeyKind::kText;
  Compare compare = Compare::kEqual;
  std::vector<KeyValue> literals;
  std::string pattern;

  Result<Truth> Evaluate(const std::vector<std::string>& values) const;
  Result<Truth> EvaluatePredicate(const KeyValue& value) const;
};

namespace {

using Node = PartitionFilter::Node;
using NodePointer = std::shared_ptr<const Node>;

Unexpected UnknownColumn() {
  return api_glue::InvalidInputException("Invalid partition expression!");
}

// Recursive descent over the tokens. A null pointer means that the tokens say something else, which
// is no failure until nothing else is left to try.
class Parser {
 public:
  Parser(std::string_view text, std::vector<Token> tokens,
         const std::vector<api_glue::Column>& keys)
      : text_(text), tokens_(std::move(tokens)), keys_(keys) {}

  Result<NodePointer> ParseAll() {
    FIRN_TRY(NodePointer node, ParseOr(0));
    if (Peek().kind != Token::Kind::kEnd) return Unsupported();
    return node;
  }

 private:
  struct Operand {
    std::optional<size_t> column;
    std::string literal;
    bool is_text = false;
  };

  const Token& Peek() const { return tokens_[at_]; }
  bool IsWordNow(std::string_view word) const {
    return Peek().kind == Token::Kind::kWord && Upper(Peek().text) == word;
  }
  bool IsSignNow(std::string_view sign) const {
    return Peek().kind == Token::Kind::kSign && Peek().text == sign;
  }
  bool TakeWord(std::string_view word) {
    if (!IsWordNow(word)) return false;
    ++at_;
    return true;
  }
  bool TakeSign(std::string_view sign) {
    if (!IsSignNow(sign)) return false;
    ++at_;
    return true;
  }
  Unexpected Unsupported() const {
    return api_glue::InvalidInputException("Unsupported expression '" + std::string(text_) + "'");
  }

  Result<NodePointer> ParseOr(int depth) {
    if (depth > kNestingMax) return Unsupported();
    return ParseChain("OR", Node::Kind::kOr, [&] {
      return ParseChain("AND", Node::Kind::kAnd, [&] { return ParseNot(depth); });
    });
  }

  template <class Inner>
  Result<NodePointer> ParseChain(std::string_view word, Node::Kind kind, const Inner& inner) {
    FIRN_TRY(NodePointer first, inner());
    if (!IsWordNow(word)) return first;
    auto chain = std::make_shared<Node>();
    chain->kind = kind;
    chain->inner.push_back(std::move(first));
    while (TakeWord(word)) {
      FIRN_TRY(NodePointer next, inner());
      chain->inner.push_back(std::move(next));
    }
    return NodePointer(std::move(chain));
  }

  Result<NodePointer> ParseNot(int depth) {
    bool negated = false;
    while (TakeWord("NOT")) negated = !negated;
    FIRN_TRY(NodePointer node, ParsePrimary(depth));
    if (!negated) return node;
    auto outer = std::make_shared<Node>();
    outer->kind = Node::Kind::kNot;
    outer->inner.push_back(std::move(node));
    return NodePointer(std::move(outer));
  }

  // A parenthesis may hold a condition or only an operand, which the tokens behind it tell.
  Result<NodePointer> ParsePrimary(int depth) {
    const size_t begin = at_;
    FIRN_TRY(NodePointer predicate, ParsePredicate());
    if (predicate) return predicate;
    at_ = begin;
    if (!TakeSign("(")) return Unsupported();
    FIRN_TRY(NodePointer inner, ParseOr(depth + 1));
    if (!TakeSign(")")) return Unsupported();
    return inner;
  }

  Result<std::optional<Operand>> ParseOperand() {
    size_t open = 0;
    while (TakeSign("(")) ++open;
    std::optional<Operand> operand;
    // DATE '2026-11-21' and TIMESTAMP '...' are their texts.
    const bool typed = (IsWordNow("DATE") || IsWordNow("TIMESTAMP")) &&
                       tokens_[at_ + 1].kind == Token::Kind::kText;
    if (typed) ++at_;
    const Token& token = Peek();
    if (token.kind == Token::Kind::kText || token.kind == Token::Kind::kNumber) {
      operand = Operand{std::nullopt, token.text, token.kind == Token::Kind::kText};
    } else if (token.kind == Token::Kind::kWord || token.kind == Token::Kind::kQuotedName) {
      for (const std::string_view word : {"AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "IS"}) {
        if (IsWordNow(word)) return operand;
      }
      FIRN_TRY(const size_t column, ColumnOf(token.text));
      operand = Operand{column, {}, false};
    } else {
      return operand;
    }
    ++at_;
    for (; open > 0; --open) {
      if (!TakeSign(")")) return std::optional<Operand>();
    }
    return operand;
  }

  Result<size_t> ColumnOf(const std::string& name) const {
    for (size_t i = 0; i < keys_.size(); ++i) {
      if (Upper(keys_[i].name) == Upper(name)) return i;
    }
    return UnknownColumn();
  }

  Result<KeyValue> Literal(KeyKind type, const std::string& text) const {
    auto value = ParseKeyValue(type, text);
    if (!value) return api_glue::InvalidInputException(value.error().message);
    return value;
  }

  Result<std::shared_ptr<Node>> NodeOn(size_t column) const {
    auto node = std::make_shared<Node>();
    node->column = column;
    FIRN_TRY(node->type, KeyKindOf(keys_[column].type.value_or("string")));
    return node;
  }

  // Null when what stands here is no predicate.
  Result<NodePointer> ParsePredicate() {
    FIRN_TRY(const auto left, ParseOperand());
    if (!left) return NodePointer();
    if (const auto compare = TakeComparison()) return ParseComparison(*left, *compare);
    const bool is_null = IsWordNow("IS");
    const bool keyword =
        is_null || IsWordNow("NOT") || IsWordNow("IN") || IsWordNow("BETWEEN") || IsWordNow("LIKE");
    if (!keyword) return NodePointer();
    if (!left->column) return Unsupported();
    FIRN_TRY(const auto node, NodeOn(*left->column));
    if (TakeWord("IS")) {
      node->kind = Node::Kind::kIsNull;
      node->negated = TakeWord("NOT");
      if (!TakeWord("NULL")) return Unsupported();
      return NodePointer(node);
    }
    node->negated = TakeWord("NOT");
    if (TakeWord("IN")) return ParseIn(node);
    if (TakeWord("BETWEEN")) return ParseBetween(node);
    if (TakeWord("LIKE")) return ParseLike(node);
    return Unsupported();
  }

  std::optional<Compare> TakeComparison() {
    struct Spelling {
      std::string_view sign;
      Compare compare;
    };
    constexpr std::array kSpellings = {
        Spelling{"=", Compare::kEqual},           Spelling{"<>", Compare::kNotEqual},
        Spelling{"!=", Compare::kNotEqual},       Spelling{"<", Compare::kLess},
        Spelling{"<=", Compare::kLessOrEqual},    Spelling{">", Compare::kGreater},
        Spelling{">=", Compare::kGreaterOrEqual},
    };
    for (const Spelling& spelling : kSpellings) {
      if (TakeSign(spelling.sign)) return spelling.compare;
    }
    return std::nullopt;
  }

  static Compare Mirrored(Compare compare) {
    switch (compare) {
      case Compare::kEqual:
      case Compare::kNotEqual: return compare;
      case Compare::kLess: return Compare::kGreater;
      case Compare::kLessOrEqual: return Compare::kGreaterOrEqual;
      case Compare::kGreater: return Compare::kLess;
      case Compare::kGreaterOrEqual: return Compare::kLessOrEqual;
    }
    return compare;
  }

  Result<NodePointer> ParseComparison(const Operand& left, Compare compare) {
    FIRN_TRY(const auto right, ParseOperand());
    if (!right || left.column.has_value() == right->column.has_value()) return Unsupported();
    const Operand& literal = left.column ? *right : left;
    FIRN_TRY(const auto node, NodeOn(left.column ? *left.column : *right->column));
    node->compare = left.column ? compare : Mirrored(compare);
    FIRN_TRY(auto value, Literal(node->type, literal.literal));
    node->literals.push_back(std::move(value));
    return NodePointer(node);
  }

  Result<void> TakeLiteral(Node& node) {
    FIRN_TRY(const auto operand, ParseOperand());
    if (!operand || operand->column) return Unsupported();
    FIRN_TRY(auto value, Literal(node.type, operand->literal));
    node.literals.push_back(std::move(value));
    return {};
  }

  Result<NodePointer> ParseIn(const std::shared_ptr<Node>& node) {
    node->kind = Node::Kind::kIn;
    if (!TakeSign("(")) return Unsupported();
    do {
      FIRN_OK(TakeLiteral(*node));
    } while (TakeSign(","));
    if (!TakeSign(")")) return Unsupported();
    return NodePointer(node);
  }

  Result<NodePointer> ParseBetween(const std::shared_ptr<Node>& node) {
    node->kind = Node::Kind::kBetween;
    FIRN_OK(TakeLiteral(*node));
    if (!TakeWord("AND")) return Unsupported();
    FIRN_OK(TakeLiteral(*node));
    return NodePointer(node);
  }

  Result<NodePointer> ParseLike(const std::shared_ptr<Node>& node) {
    node->kind = Node::Kind::kLike;
    if (node->type != KeyKind::kText) {
      return api_glue::InvalidInputException(std::string(KeyKindName(node->type)) +
                                             " data type doesn't support operation 'LIKE'");
    }
    FIRN_TRY(const auto operand, ParseOperand());
    if (!operand || !operand->is_text) return Unsupported();
    node->pattern = operand->literal;
    return NodePointer(node);
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  const std::vector<api_glue::Column>& keys_;
  size_t at_ = 0;
};

}  // namespace

Result<Truth> PartitionFilter::Node::EvaluatePredicate(const KeyValue& value) const {
  Truth truth = Truth::kFalse;
  switch (kind) {
    case Kind::kCompare: truth = TruthOf(Holds(compare, value <=> literals[0])); break;
    case Kind::kIn:
      for (const KeyValue& literal : literals) {
        if (value == literal) truth = Truth::kTrue;
      }
      break;
    case Kind::kBetween: truth = TruthOf(value >= literals[0] && value <= literals[1]); break;
    case Kind::kLike: truth = TruthOf(IsLike(value.text, pattern)); break;
    case Kind::kAnd:
    case Kind::kOr:
    case Kind::kNot:
    case Kind::kIsNull: break;
  }
  return negated ? Not(truth) : truth;
}

Result<Truth> PartitionFilter::Node::Evaluate(const std::vector<std::string>& values) const {
  if (kind == Kind::kNot) {
    FIRN_TRY(const Truth truth, inner[0]->Evaluate(values));
    return Not(truth);
  }
  if (kind == Kind::kAnd || kind == Kind::kOr) {
    const Truth decisive = kind == Kind::kAnd ? Truth::kFalse : Truth::kTrue;
    Truth result = Not(decisive);
    for (const auto& node : inner) {
      FIRN_TRY(const Truth truth, node->Evaluate(values));
      if (truth == decisive) return decisive;
      if (truth == Truth::kUnknown) result = truth;
    }
    return result;
  }
  const bool null = column >= values.size() || values[column] == kNullPartition;
  if (kind == Kind::kIsNull) return TruthOf(null != negated);
  if (null) return Truth::kUnknown;
  const auto value = ParseKeyValue(type, values[column]);
  if (!value) return api_glue::InvalidStateException(value.error().message);
  return EvaluatePredicate(*value);
}

Result<PartitionFilter> PartitionFilter::Parse(std::string_view expression,
                                               const std::vector<api_glue::Column>& keys) {
  auto tokens = Scanner(expression).Scan();
  if (!tokens) {
    return api_glue::InvalidInputException("Unsupported expression '" + std::string(expression) +
                                           "'");
  }
  PartitionFilter filter;
  FIRN_TRY(filter.root_, Parser(expression, *std::move(tokens), keys).ParseAll());
  return filter;
}

Result<bool> PartitionFilter::Matches(const std::vector<std::string>& values) const {
  FIRN_TRY(const Truth truth, root_->Evaluate(values));
  return truth == Truth::kTrue;
}

}  // namespace firn::services::glue
