#include "services/lakeformation/predicate.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>

#include "api/lakeformation.h"
#include "services/lakeformation/limits.h"

namespace firn::services::lakeformation {
namespace {

struct Token {
  enum class Kind { kEnd, kWord, kQuoted, kText, kNumber, kSymbol };
  Kind kind = Kind::kEnd;
  std::string text;  // words in upper case; quoted names and texts as written
  std::string name;  // of words and quoted names: as a column, in lower case
};

Unexpected Bad(std::string_view why) {
  return api::lakeformation::InvalidInputException("Invalid row filter expression: " +
                                                   std::string(why));
}

char UpperOf(char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); }
char LowerOf(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

template <char (*Change)(char)>
std::string Each(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), Change);
  return text;
}

bool BeginsWord(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool InWord(char c) { return BeginsWord(c) || std::isdigit(static_cast<unsigned char>(c)); }
bool InNumber(char c) { return std::isdigit(static_cast<unsigned char>(c)) || c == '.'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : rest_(text) {}

  Result<Token> Next() {
    while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_.front()))) {
      rest_.remove_prefix(1);
    }
    if (rest_.empty()) return Token();
    const char c = rest_.front();
    if (c == '\'' || c == '"') return Quoted(c);
    if (BeginsWord(c)) return Word();
    if (std::isdigit(static_cast<unsigned char>(c))) return Number();
    return Symbol();
  }

 private:
  std::string Take(size_t size) {
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return text;
  }

  // A doubled mark inside is the mark itself.
  Result<Token> Quoted(char mark) {
    std::string text;
    for (size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] != mark) {
        text += rest_[i];
      } else if (i + 1 < rest_.size() && rest_[i + 1] == mark) {
        text += rest_[i++];
      } else {
        rest_.remove_prefix(i + 1);
        if (mark == '\'') return Token{Token::Kind::kText, std::move(text), {}};
        if (text.empty()) return Bad("a column has no name");
        std::string name = Each<LowerOf>(text);
        return Token{Token::Kind::kQuoted, std::move(text), std::move(name)};
      }
    }
    return Bad("a quotation does not end");
  }

  Token Word() {
    size_t size = 0;
    while (size < rest_.size() && InWord(rest_[size])) ++size;
    std::string text = Take(size);
    std::string name = Each<LowerOf>(text);
    return {Token::Kind::kWord, Each<UpperOf>(std::move(text)), std::move(name)};
  }

  Result<Token> Number() {
    size_t size = 0;
    while (size < rest_.size() && InNumber(rest_[size])) ++size;
    std::string text = Take(size);
    const bool tail = !rest_.empty() && BeginsWord(rest_.front());
    if (std::count(text.begin(), text.end(), '.') > 1 || text.back() == '.' || tail) {
      return Bad("not a number: " + text);
    }
    return Token{Token::Kind::kNumber, std::move(text), {}};
  }

  Result<Token> Symbol() {
    for (const char* symbol :
         {"<=", ">=", "<>", "!=", "=", "<", ">", "(", ")", ",", ".", "-", "+"}) {
      if (rest_.starts_with(symbol)) {
        return Token{Token::Kind::kSymbol, Take(std::string_view(symbol).size()), {}};
      }
    }
    return Bad("unexpected character");
  }

  std::string_view rest_;
};

class Parser {
 public:
  explicit Parser(std::string_view text) : lexer_(text) {}

  Result<std::vector<std::string>> Run() {
    FIRN_OK(Advance());
    FIRN_OK(Either(0));
    if (token_.kind != Token::Kind::kEnd) return Bad("unexpected " + token_.text);
    return std::vector<std::string>(columns_.begin(), columns_.end());
  }

 private:
  Result<void> Advance() {
    FIRN_TRY(token_, lexer_.Next());
    return {};
  }
  bool IsWord(std::string_view word) const {
    return token_.kind == Token::Kind::kWord && token_.text == word;
  }
  bool IsSymbol(std::string_view symbol) const {
    return token_.kind == Token::Kind::kSymbol && token_.text == symbol;
  }
  Result<bool> Skip(std::string_view word) {
    if (!IsWord(word) && !IsSymbol(word)) return false;
    FIRN_OK(Advance());
    return true;
  }
  Result<void> Expect(std::string_view word) {
    FIRN_TRY(const bool there, Skip(word));
    if (!there) return Bad(std::string(word) + " is missing");
    return {};
  }

  Result<void> Either(size_t depth) {
    if (depth > kPredicateDepthMax) return Bad("too deep");
    while (true) {
      FIRN_OK(Both(depth));
      FIRN_TRY(const bool more, Skip("OR"));
      if (!more) return {};
    }
  }

  Result<void> Both(size_t depth) {
    while (true) {
      FIRN_OK(One(depth));
      FIRN_TRY(const bool more, Skip("AND"));
      if (!more) return {};
    }
  }

  Result<void> One(size_t depth) {
    for (size_t negations = 0;; ++negations) {
      if (negations > kPredicateDepthMax) return Bad("too deep");
      FIRN_TRY(const bool negated, Skip("NOT"));
      if (!negated) break;
    }
    FIRN_TRY(const bool inside, Skip("("));
    if (!inside) return Comparison();
    FIRN_OK(Either(depth + 1));
    return Expect(")");
  }

  static bool IsReserved(const Token& token) {
    static const std::set<std::string> kWords = {"AND",  "OR",   "NOT",  "IN",    "IS",
                                                 "LIKE", "NULL", "TRUE", "FALSE", "BETWEEN"};
    return token.kind == Token::Kind::kWord && kWords.contains(token.text);
  }

  Result<void> Column() {
    std::string name;
    for (size_t depth = 0;; ++depth) {
      const bool named = token_.kind == Token::Kind::kWord || token_.kind == Token::Kind::kQuoted;
      if (!named || IsReserved(token_)) return Bad("a column is missing");
      if (depth == kNestedColumnDepthMax) return Bad("a column is nested too deep");
      name += (name.empty() ? "" : ".") + token_.name;
      FIRN_OK(Advance());
      FIRN_TRY(const bool nested, Skip("."));
      if (!nested) break;
    }
    if (IsSymbol("(")) return Bad("functions are not supported");
    columns_.insert(std::move(name));
    return {};
  }

  Result<void> Constant() {
    if (IsSymbol("-") || IsSymbol("+")) {
      FIRN_OK(Advance());
      if (token_.kind != Token::Kind::kNumber) return Bad("a number is missing");
    }
    const bool known = token_.kind == Token::Kind::kNumber || token_.kind == Token::Kind::kText ||
                       IsWord("TRUE") || IsWord("FALSE");
    if (!known) return Bad("a column can only be compared with a constant");
    return Advance();
  }

  Result<void> List() {
    FIRN_OK(Expect("("));
    while (true) {
      FIRN_OK(Constant());
      FIRN_TRY(const bool more, Skip(","));
      if (!more) return Expect(")");
    }
  }

  Result<void> Comparison() {
    FIRN_OK(Column());
    FIRN_TRY(const bool is, Skip("IS"));
    if (is) {
      FIRN_OK(Skip("NOT"));
      return Expect("NULL");
    }
    FIRN_TRY(const bool negated, Skip("NOT"));
    FIRN_TRY(const bool in, Skip("IN"));
    if (in) return List();
    FIRN_TRY(const bool like, Skip("LIKE"));
    if (like) {
      if (token_.kind != Token::Kind::kText) return Bad("LIKE needs a text");
      return Advance();
    }
    FIRN_TRY(const bool between, Skip("BETWEEN"));
    if (between) {
      FIRN_OK(Constant());
      FIRN_OK(Expect("AND"));
      return Constant();
    }
    if (negated) return Bad("NOT stands before IN, LIKE or BETWEEN");
    for (const char* symbol : {"<=", ">=", "<>", "!=", "=", "<", ">"}) {
      FIRN_TRY(const bool compared, Skip(symbol));
      if (compared) return Constant();
    }
    return Bad("an operator is missing");
  }

  Lexer lexer_;
  Token token_;
  std::set<std::string> columns_;
};

}  // namespace

Result<std::vector<std::string>> ReadPredicate(std::string_view text) { return Parser(text).Run(); }

}  // namespace firn::services::lakeformation
