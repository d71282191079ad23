// GetDatabase: describes a database; a link shows its target's properties under its own name.

#include "services/glue/glue.h"
#include "services/glue/links.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::GetDatabaseInput& input) {
  return NeedsOn(call, input.catalog_id, "glue:GetDatabase", input.name, "", "ANY");
}

Result<api_glue::GetDatabaseOutput> Handle(Glue& glue, const api::Call& call,
                                           const api_glue::GetDatabaseInput& input) {
  FIRN_TRY(const CatalogRef ref, glue.Resolve(call, input.catalog_id));
  FIRN_TRY(auto database, glue.FindDatabase(call, ref, input.name));
  api_glue::GetDatabaseOutput output;
  FIRN_TRY(output.database, FollowDatabaseLink(glue, call, std::move(database)));
  return output;
}

}  // namespace firn::services::glue
