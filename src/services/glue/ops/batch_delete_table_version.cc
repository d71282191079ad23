// BatchDeleteTableVersion: removes archived versions of a table; those that cannot be removed are
// named in the answer.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/versions.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::BatchDeleteTableVersionInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:BatchDeleteTableVersion",
                      input.database_name, input.table_name, "DROP");
}

Result<api_glue::BatchDeleteTableVersionOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::BatchDeleteTableVersionInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  std::vector<api_glue::TableVersionError> errors;
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    errors.clear();
    FIRN_OK(LoadTable(transaction, call, place));
    for (const std::string& version : input.version_ids) {
      const auto done = DropVersion(transaction, call, place, version);
      if (done) continue;
      auto detail = DetailOf(done.error());
      if (!detail) return done;
      errors.push_back({place.table, version, std::move(detail)});
    }
    return {};
  }));
  api_glue::BatchDeleteTableVersionOutput output;
  output.errors = std::move(errors);
  return output;
}

}  // namespace firn::services::glue
