// GetDatabase: describes a database; a link shows its target's properties under its own name.

#include "services/glue/tags.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::GetDatabaseInput& input) {
  return NeedsOn(call, input.catalog_id, "glue:GetDatabase", input.name, "", "ANY");
}

Result<api_glue::GetDatabaseOutput> Handle(Glue& glue, const api::Call& call, const api_glue::GetDatabaseInput& input) {
  FIRN_TRY(const CatalogRef ref, ParseCatalogId(call, input.catalog_id));
  FIRN_TRY(auto database, glue.FindDatabase(call, ref, ref.kind == CatalogRef::Kind::kDefault ? Lowercase(input.name) : input.name));
  if (database.target_database) {
    // A target that is gone or may not be seen leaves the link's own properties.
    FIRN_TRY(const auto located, glue.Locate(call, ref, database.name));
    const auto target = glue.FindDatabase(call, located.catalog, located.database);
    if (target && MaySee(glue, call, located.catalog, located.database, "")) {
      database.description = target->description;
      database.location_uri = target->location_uri;
      database.parameters = target->parameters;
      database.federated_database = target->federated_database;
    }
  }
  api_glue::GetDatabaseOutput output;
  output.database = std::move(database);
  return output;
}

}  // namespace firn::services::glue
