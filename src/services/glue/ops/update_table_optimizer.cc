// UpdateTableOptimizer: changes how an Iceberg table is to be maintained.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/optimizers.h"
#include "services/glue/roles.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::UpdateTableOptimizerInput& input) {
  authz::Needs needs = NeedsOnTable(glue, call, input.catalog_id, "glue:UpdateTableOptimizer",
                                    input.database_name, input.table_name, "ALTER");
  if (input.table_optimizer_configuration.role_arn)
    needs.push_back(PassRoleNeed(call, *input.table_optimizer_configuration.role_arn));
  return needs;
}

Result<api_glue::UpdateTableOptimizerOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::UpdateTableOptimizerInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  FIRN_OK(CheckOptimizer(input.type, input.table_optimizer_configuration));
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindOptimizer(transaction, call, place, input.type));
    state::Save(transaction, OptimizerKey(call, place, input.type),
                NewOptimizer(input.type, input.table_optimizer_configuration));
    return {};
  }));
  return api_glue::UpdateTableOptimizerOutput{};
}

}  // namespace firn::services::glue
