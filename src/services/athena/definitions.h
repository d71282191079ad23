#pragma once

#include <optional>
#include <string>

#include "api/glue.h"
#include "columnar/query.h"
#include "services/athena/statement.h"

namespace firn::services::athena {

// Where a statement's names lie that do not say it themselves.
struct NameContext {
  std::optional<std::string> glue_catalog;  // nothing: the account's own
  std::string database;
};

// Carries a statement that is no query out through Glue, as the call's principal. The answer has no
// rows for those that define, one column for SHOW and three for DESCRIBE. Errors are in Athena's
// words.
Result<columnar::QueryResult> RunDefinition(api::Glue& glue, const api::Call& call,
                                            const Statement& statement, const NameContext& context);

}  // namespace firn::services::athena
