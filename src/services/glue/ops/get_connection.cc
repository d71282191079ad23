// GetConnection: how a data store is reached.

#include "services/glue/connections.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::GetConnectionInput& input) {
  authz::Needs needs = NeedsOn(call, input.catalog_id, "glue:GetConnection", "", "", "");
  needs.push_back(
      {"glue:GetConnection", ConnectionArn(call, input.catalog_id, input.name), {}, {}});
  return needs;
}

Result<api_glue::GetConnectionOutput> Handle(Glue& glue, const api::Call& call,
                                             const api_glue::GetConnectionInput& input) {
  FIRN_OK(OwnCatalog(call, input.catalog_id));
  FIRN_TRY(auto connection,
           FindDocument<api_glue::Connection>(glue.store.Read(), call, kConnection, input.name));
  if (input.hide_password.value_or(false)) HidePassword(connection);
  api_glue::GetConnectionOutput output;
  output.connection = std::move(connection);
  return output;
}

}  // namespace firn::services::glue
