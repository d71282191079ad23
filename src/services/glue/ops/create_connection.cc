// CreateConnection: keeps how a data store is reached.
// Differs from AWS: nothing is connected to here, so a connection is ready at once; credentials
// cannot be validated.

#include "services/glue/connections.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::CreateConnectionInput& input) {
  authz::Needs needs = NeedsOn(call, input.catalog_id, "glue:CreateConnection", "", "", "");
  needs.push_back({"glue:CreateConnection",
                   ConnectionArn(call, input.catalog_id, input.connection_input.name),
                   {},
                   {}});

  if (input.tags && !input.tags->empty())
    needs.push_back({"glue:TagResource",
                     ConnectionArn(call, input.catalog_id, input.connection_input.name),
                     {},
                     {}});
  return needs;
}

Result<api_glue::CreateConnectionOutput> Handle(Glue& glue, const api::Call& call,
                                                const api_glue::CreateConnectionInput& input) {
  FIRN_TRY(const CatalogRef ref, OwnCatalog(call, input.catalog_id));
  FIRN_TRY(auto connection, ConnectionOf(glue, call, ref, input.connection_input));
  connection.creation_time = call.now;
  FIRN_OK(
      AddDocument(glue, call, kConnection, input.connection_input.name, connection, input.tags));
  api_glue::CreateConnectionOutput output;
  output.create_connection_status = connection.status;
  return output;
}

}  // namespace firn::services::glue
