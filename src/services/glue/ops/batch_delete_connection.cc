// BatchDeleteConnection: forgets connections; those that are not there are named in the answer.

#include "services/glue/connections.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::BatchDeleteConnectionInput& input) {
  authz::Needs needs = NeedsOn(call, input.catalog_id, "glue:BatchDeleteConnection", "", "", "");
  for (const std::string& name : input.connection_name_list) {
    needs.push_back(
        {"glue:BatchDeleteConnection", ConnectionArn(call, input.catalog_id, name), {}, {}});
  }
  return needs;
}

Result<api_glue::BatchDeleteConnectionOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::BatchDeleteConnectionInput& input) {
  FIRN_OK(OwnCatalog(call, input.catalog_id));
  api_glue::BatchDeleteConnectionOutput output;
  output.succeeded.emplace();
  output.errors.emplace();
  for (const std::string& name : input.connection_name_list) {
    FIRN_TRY(const bool dropped, DropDocument(glue, call, kConnection, name));
    if (dropped) {
      output.succeeded->push_back(name);
    } else {
      (*output.errors)[name] = {"EntityNotFoundException", "Connection " + name + " not found."};
    }
  }
  return output;
}

}  // namespace firn::services::glue
