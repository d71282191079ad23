#include "services/athena/statement.h"

#include <algorithm>

#include "services/athena/sql_text.h"

namespace firn::services::athena {
namespace {

std::string LowerText(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return text;
}

class Parser {
 public:
  Parser(std::string_view sql, std::vector<SqlToken> tokens)
      : sql_(sql), tokens_(std::move(tokens)) {
    while (!tokens_.empty() && tokens_.back().text == ";") tokens_.pop_back();
  }

  Result<Statement> Parse() {
    Statement statement;
    if (Take("CREATE")) {
      if (!Take("DATABASE") && !Take("SCHEMA")) return Refuse("CREATE " + Shown());
      FIRN_OK(ParseCreateDatabase(statement));
    } else if (Take("DROP")) {
      if (Take("TABLE")) {
        FIRN_OK(ParseDropTable(statement));
      } else if (Take("DATABASE") || Take("SCHEMA")) {
        FIRN_OK(ParseDropDatabase(statement));
      } else {
        return Refuse("DROP " + Shown());
      }
    } else if (Take("SHOW")) {
      if (Take("DATABASES") || Take("SCHEMAS")) {
        statement.kind = Statement::Kind::kShowDatabases;
        FIRN_OK(ParseLike(statement));
      } else if (Take("TABLES")) {
        statement.kind = Statement::Kind::kShowTables;
        FIRN_OK(ParseShowTables(statement));
      } else {
        return Refuse("SHOW " + Shown());
      }
    } else if (Take("DESCRIBE") || Take("DESC")) {
      statement.kind = Statement::Kind::kDescribe;
      for (const char* form : {"EXTENDED", "FORMATTED", "DATABASE", "SCHEMA"}) {
        if (Peek(form)) return Refuse("DESCRIBE " + std::string(form));
      }
      FIRN_OK(ParseTable(statement));
    } else if (Take("EXECUTE")) {
      return ParseExecute();
    } else {
      for (const char* word :
           {"MSCK", "ALTER", "INSERT", "UPDATE", "DELETE", "MERGE", "OPTIMIZE", "VACUUM", "UNLOAD",
            "PREPARE", "DEALLOCATE", "EXPLAIN", "GRANT", "REVOKE", "CALL"}) {
        if (Peek(word)) return Refuse(word);
      }
      return statement;
    }
    FIRN_OK(End());
    return statement;
  }

 private:
  bool Peek(std::string_view word) const { return at_ < tokens_.size() && tokens_[at_].Is(word); }
  bool Take(std::string_view word) {
    if (!Peek(word)) return false;
    ++at_;
    return true;
  }
  bool TakeSign(std::string_view sign) {
    if (at_ == tokens_.size() || tokens_[at_].kind != SqlToken::Kind::kSign ||
        tokens_[at_].text != sign)
      return false;
    ++at_;
    return true;
  }
  std::string Shown() const { return at_ < tokens_.size() ? tokens_[at_].text : "<EOF>"; }
  size_t Offset() const { return at_ < tokens_.size() ? tokens_[at_].offset : sql_.size(); }
  Unexpected Refuse(const std::string& what) const {
    return Fail(Kind::kUnsupported, "NOT_SUPPORTED: " + what + " is not supported");
  }
  Unexpected Mismatched(std::string_view wanted) const {
    return Fail(Kind::kInvalid, PositionText(sql_, Offset()) + ": mismatched input '" + Shown() +
                                    "'. Expecting: " + std::string(wanted));
  }
  Result<void> End() const {
    if (at_ < tokens_.size()) return Mismatched("<EOF>");
    return {};
  }
  Result<std::string> ParseName() {
    if (at_ == tokens_.size() || (tokens_[at_].kind != SqlToken::Kind::kWord &&
                                  tokens_[at_].kind != SqlToken::Kind::kName)) {
      return Mismatched("<identifier>");
    }
    return LowerText(tokens_[at_++].text);
  }
  Result<std::vector<std::string>> ParsePath(size_t parts_max) {
    std::vector<std::string> path;
    do {
      if (path.size() == parts_max) return Mismatched("<EOF>");
      FIRN_TRY(std::string name, ParseName());
      path.push_back(std::move(name));
    } while (TakeSign("."));
    return path;
  }
  Result<void> ParseDatabase(Statement& statement) {
    FIRN_TRY(auto path, ParsePath(2));
    statement.database = std::move(path.back());
    if (path.size() == 2) statement.catalog = std::move(path.front());
    return {};
  }
  Result<void> ParseTable(Statement& statement) {
    FIRN_TRY(auto path, ParsePath(3));
    statement.table = std::move(path.back());
    if (path.size() > 1) statement.database = path[path.size() - 2];
    if (path.size() > 2) statement.catalog = path[0];
    return {};
  }
  Result<void> ParseIfExists(Statement& statement) {
    if (!Take("IF")) return {};
    if (!Take("EXISTS")) return Mismatched("'EXISTS'");
    statement.forgiving = true;
    return {};
  }
  Result<void> ParseCreateDatabase(Statement& statement) {
    statement.kind = Statement::Kind::kCreateDatabase;
    if (Take("IF")) {
      if (!Take("NOT") || !Take("EXISTS")) return Mismatched("'NOT EXISTS'");
      statement.forgiving = true;
    }
    FIRN_OK(ParseDatabase(statement));
    if (Take("COMMENT")) {
      if (at_ == tokens_.size() || tokens_[at_].kind != SqlToken::Kind::kText)
        return Mismatched("<string>");
      statement.comment = tokens_[at_++].text;
    }
    if (Peek("LOCATION")) return Refuse("LOCATION of a database");
    if (Peek("WITH")) return Refuse("WITH DBPROPERTIES");
    return {};
  }
  Result<void> ParseDropDatabase(Statement& statement) {
    statement.kind = Statement::Kind::kDropDatabase;
    FIRN_OK(ParseIfExists(statement));
    FIRN_OK(ParseDatabase(statement));
    if (Take("CASCADE")) return Refuse("DROP DATABASE CASCADE");
    Take("RESTRICT");
    return {};
  }
  Result<void> ParseDropTable(Statement& statement) {
    statement.kind = Statement::Kind::kDropTable;
    FIRN_OK(ParseIfExists(statement));
    return ParseTable(statement);
  }
  Result<void> ParseLike(Statement& statement) {
    Take("LIKE");
    if (at_ < tokens_.size() && tokens_[at_].kind == SqlToken::Kind::kText)
      statement.pattern = tokens_[at_++].text;
    return {};
  }
  Result<void> ParseShowTables(Statement& statement) {
    if (Take("IN") || Take("FROM")) FIRN_OK(ParseDatabase(statement));
    return ParseLike(statement);
  }
  // EXECUTE name [USING expression, ...]
  Result<Statement> ParseExecute() {
    Statement statement;
    statement.kind = Statement::Kind::kExecute;
    if (at_ == tokens_.size()) return Mismatched("<identifier>");
    statement.prepared = tokens_[at_++].text;
    if (Take("USING")) {
      int depth = 0;
      size_t begin = Offset();
      while (true) {
        const bool end = at_ == tokens_.size();
        const std::string sign =
            !end && tokens_[at_].kind == SqlToken::Kind::kSign ? tokens_[at_].text : "";
        if (end || (depth == 0 && sign == ",")) {
          const size_t stop =
              end ? tokens_.back().offset + tokens_.back().length : tokens_[at_].offset;
          if (stop <= begin) return Mismatched("<expression>");
          statement.arguments.emplace_back(sql_.substr(begin, stop - begin));
          if (end) break;
          begin = at_ + 1 < tokens_.size() ? tokens_[at_ + 1].offset : stop + 1;
        }
        if (sign == "(") ++depth;
        if (sign == ")" && --depth < 0) return Mismatched("<expression>");
        ++at_;
      }
      return statement;
    }
    FIRN_OK(End());
    return statement;
  }

  std::string_view sql_;
  std::vector<SqlToken> tokens_;
  size_t at_ = 0;
};

}  // namespace

std::string_view Statement::type() const {
  switch (kind) {
    case Kind::kQuery:
    case Kind::kExecute: return "DML";
    case Kind::kCreateDatabase:
    case Kind::kDropDatabase:
    case Kind::kDropTable: return "DDL";
    case Kind::kShowDatabases:
    case Kind::kShowTables:
    case Kind::kDescribe: return "UTILITY";
  }
  return "DML";
}

std::string_view Statement::subtype() const {
  switch (kind) {
    case Kind::kQuery:
    case Kind::kExecute: return "SELECT";
    case Kind::kCreateDatabase: return "CREATE_DATABASE";
    case Kind::kDropDatabase: return "DROP_DATABASE";
    case Kind::kDropTable: return "DROP_TABLE";
    case Kind::kShowDatabases: return "SHOW_DATABASES";
    case Kind::kShowTables: return "SHOW_TABLES";
    case Kind::kDescribe: return "DESCRIBE_TABLE";
  }
  return "SELECT";
}

Result<Statement> ParseStatement(std::string_view sql) {
  FIRN_TRY(auto tokens, Tokenize(sql));
  return Parser(sql, std::move(tokens)).Parse();
}

}  // namespace firn::services::athena
