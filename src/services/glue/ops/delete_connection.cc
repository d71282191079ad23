// DeleteConnection: forgets a connection.

#include "services/glue/connections.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::DeleteConnectionInput& input) {
  authz::Needs needs = NeedsOn(call, input.catalog_id, "glue:DeleteConnection", "", "", "");
  needs.push_back({"glue:DeleteConnection",
                   ConnectionArn(call, input.catalog_id, input.connection_name),
                   {},
                   {}});
  return needs;
}

Result<api_glue::DeleteConnectionOutput> Handle(Glue& glue, const api::Call& call,
                                                const api_glue::DeleteConnectionInput& input) {
  FIRN_OK(OwnCatalog(call, input.catalog_id));
  FIRN_TRY(const bool dropped, DropDocument(glue, call, kConnection, input.connection_name));
  if (!dropped) return NoDocument(kConnection, input.connection_name);
  return api_glue::DeleteConnectionOutput{};
}

}  // namespace firn::services::glue
