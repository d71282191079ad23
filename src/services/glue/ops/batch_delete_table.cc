// BatchDeleteTable: removes tables of a database; those that cannot be removed are named in the
// answer.

#include "services/glue/drop_table.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/table_state.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::BatchDeleteTableInput& input) {
  authz::Needs needs;
  for (const std::string& table : input.tables_to_delete) {
    const auto more = NeedsAlong(glue, call, input.catalog_id, "glue:BatchDeleteTable",
                                 input.database_name, table, "DROP");
    needs.insert(needs.end(), more.begin(), more.end());
  }
  return needs;
}

Result<api_glue::BatchDeleteTableOutput> Handle(Glue& glue, const api::Call& call,
                                                const api_glue::BatchDeleteTableInput& input) {
  FIRN_TRY(const CatalogRef ref, glue.Resolve(call, input.catalog_id));
  FIRN_TRY(const auto located, glue.Locate(call, ref, input.database_name));
  FIRN_OK(glue.FindDatabase(call, located.catalog, located.database));
  api_glue::BatchDeleteTableOutput output;
  output.errors.emplace();
  for (const std::string& table : input.tables_to_delete) {
    const auto done = DropTable(glue, call, located, table);
    if (done) continue;
    auto detail = DetailOf(done.error());
    if (!detail) return Fail(done.error());
    output.errors->push_back({table, std::move(detail)});
  }
  return output;
}

}  // namespace firn::services::glue
