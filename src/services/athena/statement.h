#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace firn::services::athena {

// What a statement asks for, as far as its engine is not asked.
struct Statement {
  enum class Kind {
    kQuery,  // the engine's: it says what else it does not know
    kCreateDatabase,
    kDropDatabase,
    kDropTable,
    kShowDatabases,
    kShowTables,
    kDescribe,
    kExecute,  // a prepared statement
  };
  Kind kind = Kind::kQuery;
  std::string catalog;  // empty: the context's
  std::string database;
  std::string table;
  bool forgiving = false;  // IF EXISTS, IF NOT EXISTS
  bool cascade = false;
  std::string comment;
  std::string pattern;  // of SHOW
  std::string prepared;
  std::vector<std::string> arguments;

  // StatementType and SubstatementType.
  std::string_view type() const;
  std::string_view subtype() const;
};

// kUnsupported, naming it, for statements that Athena knows and this does not; kInvalid with the
// position for one of those above that is not complete.
Result<Statement> ParseStatement(std::string_view sql);

}  // namespace firn::services::athena
