// DeleteColumnStatisticsForTable: forgets the statistics of one column of a table.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/statistics.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::DeleteColumnStatisticsForTableInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:DeleteColumnStatisticsForTable",
                      input.database_name, input.table_name, "ALTER");
}

Result<api_glue::DeleteColumnStatisticsForTableOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::DeleteColumnStatisticsForTableInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const StatisticsPlace statistics, FindStatistics(transaction, call, place));
    return statistics.Drop(transaction, input.column_name);
  }));
  return api_glue::DeleteColumnStatisticsForTableOutput{};
}

}  // namespace firn::services::glue
