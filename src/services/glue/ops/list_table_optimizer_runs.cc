// ListTableOptimizerRuns: what an optimizer did. Optimizers do not run here, so there is nothing to
// list.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/optimizers.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::ListTableOptimizerRunsInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:ListTableOptimizerRuns",
                      input.database_name, input.table_name, "DESCRIBE");
}

Result<api_glue::ListTableOptimizerRunsOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::ListTableOptimizerRunsInput& input) {
  FIRN_OK(PositionOf(input.next_token));
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  FIRN_OK(FindOptimizer(glue.store.Read(), call, place, input.type));
  api_glue::ListTableOptimizerRunsOutput output;
  output.catalog_id = place.catalog.id();
  output.database_name = place.database;
  output.table_name = place.table;
  output.table_optimizer_runs.emplace();
  return output;
}

}  // namespace firn::services::glue
