// DeleteTrigger: forgets a trigger; one that is not there is no failure.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::DeleteTriggerInput& input) {
  return NeedsOnDocument(call, "glue:DeleteTrigger", kTrigger, input.name);
}

Result<api_glue::DeleteTriggerOutput> Handle(Glue& glue, const api::Call& call,
                                             const api_glue::DeleteTriggerInput& input) {
  FIRN_OK(DropDocument(glue, call, kTrigger, input.name));
  api_glue::DeleteTriggerOutput output;
  output.name = input.name;
  return output;
}

}  // namespace firn::services::glue
