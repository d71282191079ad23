#pragma once

#include <string>

#include "cli/lake_commands.h"

namespace firn::cli {

enum class RowFormat { kTable, kCsv, kJson };

struct QueryOptions {
  LakeOptions lake;
  std::string sql;
  RowFormat format = RowFormat::kTable;
};

// Runs SQL over a lake's tables and prints the rows: as an aligned table, as CSV with a header line, or as one JSON array
// of row objects.
int Query(const QueryOptions& options);

}  // namespace firn::cli
