// DeleteTable: removes a table, or a link alone.

#include "services/glue/drop_table.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::DeleteTableInput& input) {
  return NeedsAlong(glue, call, input.catalog_id, "glue:DeleteTable", input.database_name,
                    input.name, "DROP");
}

Result<api_glue::DeleteTableOutput> Handle(Glue& glue, const api::Call& call,
                                           const api_glue::DeleteTableInput& input) {
  FIRN_TRY(const CatalogRef ref, glue.Resolve(call, input.catalog_id));
  FIRN_TRY(const auto located, glue.Locate(call, ref, input.database_name));
  FIRN_OK(DropTable(glue, call, located, input.name));
  return api_glue::DeleteTableOutput{};
}

}  // namespace firn::services::glue
