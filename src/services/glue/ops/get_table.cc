// GetTable: describes a table; a link shows its target's properties under its own name, one hop.
// Differs from AWS: the state of a table at an earlier time is not kept.

#include "services/glue/glue.h"
#include "services/glue/links.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::GetTableInput& input) {
  return NeedsAlong(glue, call, input.catalog_id, "glue:GetTable", input.database_name, input.name,
                    "ANY");
}

Result<api_glue::GetTableOutput> Handle(Glue& glue, const api::Call& call,
                                        const api_glue::GetTableInput& input) {
  if (input.query_as_of_time || input.transaction_id) {
    return api_glue::InvalidInputException("Transactions on governed tables are not supported");
  }
  FIRN_TRY(const CatalogRef ref, glue.Resolve(call, input.catalog_id));
  FIRN_TRY(const auto located, glue.Locate(call, ref, input.database_name));
  FIRN_TRY(auto table, glue.FindTable(call, located.catalog, located.database, input.name));
  if (!located.through_link && table.target_table) {
    FIRN_TRY(table, FollowTableLink(glue, call, table));
  }
  api_glue::GetTableOutput output;
  output.table = std::move(table);
  return output;
}

}  // namespace firn::services::glue
