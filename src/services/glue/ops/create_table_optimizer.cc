// CreateTableOptimizer: keeps how an Iceberg table is to be maintained.
// Differs from AWS: nothing runs here; the configuration is kept and shown.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/optimizers.h"
#include "services/glue/roles.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::CreateTableOptimizerInput& input) {
  authz::Needs needs = NeedsOnTable(glue, call, input.catalog_id, "glue:CreateTableOptimizer",
                                    input.database_name, input.table_name, "ALTER");
  if (input.table_optimizer_configuration.role_arn)
    needs.push_back(PassRoleNeed(call, *input.table_optimizer_configuration.role_arn));
  return needs;
}

Result<api_glue::CreateTableOptimizerOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::CreateTableOptimizerInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  FIRN_OK(CheckOptimizer(input.type, input.table_optimizer_configuration));
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const TableRecord table, LoadTable(transaction, call, place));
    FIRN_OK(CheckIceberg(table));
    const std::string key = OptimizerKey(call, place, input.type);
    if (transaction.Has(key))
      return api_glue::AlreadyExistsException("Table optimizer already exists");
    state::Save(transaction, key, NewOptimizer(input.type, input.table_optimizer_configuration));
    return {};
  }));
  return api_glue::CreateTableOptimizerOutput{};
}

}  // namespace firn::services::glue
