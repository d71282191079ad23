#pragma once

#include <string>

#include "cli/lake_commands.h"
#include "cli/rows.h"

namespace firn::cli {

struct QueryOptions {
  LakeOptions lake;
  std::string sql;
  RowFormat format = RowFormat::kTable;
};

// Runs SQL over a lake's tables and prints the rows.
int Query(const QueryOptions& options);

}  // namespace firn::cli
