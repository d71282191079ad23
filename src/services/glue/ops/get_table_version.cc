// GetTableVersion: a table as it was in one version, or as it is.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/versions.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::GetTableVersionInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:GetTableVersion", input.database_name,
                      input.table_name, "DESCRIBE");
}

Result<api_glue::GetTableVersionOutput> Handle(Glue& glue, const api::Call& call,
                                               const api_glue::GetTableVersionInput& input) {
  FIRN_TRY(const auto history,
           TableHistory::Of(glue, call, input.catalog_id, input.database_name, input.table_name));
  api_glue::GetTableVersionOutput output;
  FIRN_TRY(output.table_version, history.Find(input.version_id));
  return output;
}

}  // namespace firn::services::glue
