// DeleteTableVersion: removes an archived version of a table.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/versions.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::DeleteTableVersionInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:DeleteTableVersion", input.database_name,
                      input.table_name, "DROP");
}

Result<api_glue::DeleteTableVersionOutput> Handle(Glue& glue, const api::Call& call,
                                                  const api_glue::DeleteTableVersionInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) {
    return DropVersion(transaction, call, place, input.version_id);
  }));
  return api_glue::DeleteTableVersionOutput{};
}

}  // namespace firn::services::glue
