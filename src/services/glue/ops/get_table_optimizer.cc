// GetTableOptimizer: how an Iceberg table is to be maintained.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/optimizers.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::GetTableOptimizerInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:GetTableOptimizer", input.database_name,
                      input.table_name, "DESCRIBE");
}

Result<api_glue::GetTableOptimizerOutput> Handle(Glue& glue, const api::Call& call,
                                                 const api_glue::GetTableOptimizerInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  api_glue::GetTableOptimizerOutput output;
  FIRN_TRY(output.table_optimizer, FindOptimizer(glue.store.Read(), call, place, input.type));
  output.catalog_id = place.catalog.id();
  output.database_name = place.database;
  output.table_name = place.table;
  return output;
}

}  // namespace firn::services::glue
