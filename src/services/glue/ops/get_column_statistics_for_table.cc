// GetColumnStatisticsForTable: the statistics of columns of a table; columns without are named in
// the answer.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/statistics.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::GetColumnStatisticsForTableInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:GetColumnStatisticsForTable",
                      input.database_name, input.table_name, "DESCRIBE");
}

Result<api_glue::GetColumnStatisticsForTableOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::GetColumnStatisticsForTableInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  const auto snapshot = glue.store.Read();
  FIRN_TRY(const StatisticsPlace statistics, FindStatistics(snapshot, call, place));
  api_glue::GetColumnStatisticsForTableOutput output;
  output.column_statistics_list.emplace();
  output.errors.emplace();
  for (const std::string& column : input.column_names) {
    auto found = statistics.Find(snapshot, column);
    if (found) {
      output.column_statistics_list->push_back(*std::move(found));
      continue;
    }
    auto detail = DetailOf(found.error());
    if (!detail) return Fail(std::move(found).error());
    output.errors->push_back({column, std::move(detail)});
  }
  return output;
}

}  // namespace firn::services::glue
