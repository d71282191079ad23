// UpdateConnection: replaces how a data store is reached.

#include "services/glue/connections.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::UpdateConnectionInput& input) {
  authz::Needs needs = NeedsOn(call, input.catalog_id, "glue:UpdateConnection", "", "", "");
  needs.push_back(
      {"glue:UpdateConnection", ConnectionArn(call, input.catalog_id, input.name), {}, {}});
  return needs;
}

Result<api_glue::UpdateConnectionOutput> Handle(Glue& glue, const api::Call& call,
                                                const api_glue::UpdateConnectionInput& input) {
  FIRN_TRY(const CatalogRef ref, OwnCatalog(call, input.catalog_id));
  if (input.connection_input.name != input.name)
    return api_glue::InvalidInputException("A connection cannot be renamed");
  FIRN_TRY(const auto next, ConnectionOf(glue, call, ref, input.connection_input));
  FIRN_OK(ChangeDocument<api_glue::Connection>(glue, call, kConnection, input.name,
                                               [&](auto& connection) -> Result<void> {
                                                 const auto created = connection.creation_time;
                                                 connection = next;
                                                 connection.creation_time = created;
                                                 return {};
                                               }));
  return api_glue::UpdateConnectionOutput{};
}

}  // namespace firn::services::glue
