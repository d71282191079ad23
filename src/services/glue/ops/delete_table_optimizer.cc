// DeleteTableOptimizer: forgets how an Iceberg table is to be maintained.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/optimizers.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::DeleteTableOptimizerInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:DeleteTableOptimizer",
                      input.database_name, input.table_name, "ALTER");
}

Result<api_glue::DeleteTableOptimizerOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::DeleteTableOptimizerInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindOptimizer(transaction, call, place, input.type));
    transaction.Erase(OptimizerKey(call, place, input.type));
    return {};
  }));
  return api_glue::DeleteTableOptimizerOutput{};
}

}  // namespace firn::services::glue
