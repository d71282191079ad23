// UpdateColumnStatisticsForTable: keeps statistics of columns of a table; those that do not fit are
// named in the answer.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/statistics.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::UpdateColumnStatisticsForTableInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:UpdateColumnStatisticsForTable",
                      input.database_name, input.table_name, "ALTER");
}

Result<api_glue::UpdateColumnStatisticsForTableOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::UpdateColumnStatisticsForTableInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  std::vector<api_glue::ColumnStatisticsError> errors;
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    errors.clear();
    FIRN_TRY(const StatisticsPlace statistics, FindStatistics(transaction, call, place));
    for (const api_glue::ColumnStatistics& column : input.column_statistics_list) {
      const auto kept = statistics.Keep(transaction, column);
      if (kept) continue;
      auto detail = DetailOf(kept.error());
      if (!detail) return kept;
      errors.push_back({column, std::move(detail)});
    }
    return {};
  }));
  api_glue::UpdateColumnStatisticsForTableOutput output;
  output.errors = std::move(errors);
  return output;
}

}  // namespace firn::services::glue
