#pragma once

#include "services/glue/table_state.h"

namespace firn::services::glue {

// Where the statistics of the columns of one table, or of one of its partitions, are kept.
struct StatisticsPlace {
  std::string prefix;
  std::vector<std::string> columns;  // that the table has

  // EntityNotFoundException for a column the table lacks, InvalidInputException when the data is
  // not of the type it claims.
  Result<void> Keep(state::Transaction& transaction,
                    const api::glue::ColumnStatistics& column) const;
  Result<api::glue::ColumnStatistics> Find(const state::Reader& reader,
                                           const std::string& column) const;
  Result<void> Drop(state::Transaction& transaction, const std::string& column) const;
};

// EntityNotFoundException when the table, or the partition with these values, is missing. Without
// values it is the table's own.
Result<StatisticsPlace> FindStatistics(
    const state::Reader& reader, const api::Call& call, const TablePlace& place,
    const std::optional<std::vector<std::string>>& partition = std::nullopt);

}  // namespace firn::services::glue
