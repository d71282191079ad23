// GetTrigger: describes a trigger.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::GetTriggerInput& input) {
  return NeedsOnDocument(call, "glue:GetTrigger", kTrigger, input.name);
}

Result<api_glue::GetTriggerOutput> Handle(Glue& glue, const api::Call& call,
                                          const api_glue::GetTriggerInput& input) {
  api_glue::GetTriggerOutput output;
  FIRN_TRY(output.trigger,
           FindDocument<api_glue::Trigger>(glue.store.Read(), call, kTrigger, input.name));
  return output;
}

}  // namespace firn::services::glue
