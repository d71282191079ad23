// GetTableVersions: the versions of a table, the newest first.

#include "services/glue/glue.h"
#include "services/glue/limits.h"
#include "services/glue/ops.h"
#include "services/glue/versions.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::GetTableVersionsInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:GetTableVersions", input.database_name,
                      input.table_name, "DESCRIBE");
}

Result<api_glue::GetTableVersionsOutput> Handle(Glue& glue, const api::Call& call,
                                                const api_glue::GetTableVersionsInput& input) {
  FIRN_TRY(const auto history,
           TableHistory::Of(glue, call, input.catalog_id, input.database_name, input.table_name));
  api_glue::GetTableVersionsOutput output;
  const auto limit = input.max_results ? static_cast<size_t>(*input.max_results) : kPageMax;
  FIRN_TRY(output.table_versions, history.List(input.next_token, limit, output.next_token));
  return output;
}

}  // namespace firn::services::glue
