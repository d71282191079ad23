// StopTrigger: deactivates a trigger.
// Differs from AWS: triggers do not fire here; only the state changes.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::StopTriggerInput& input) {
  return NeedsOnDocument(call, "glue:StopTrigger", kTrigger, input.name);
}

Result<api_glue::StopTriggerOutput> Handle(Glue& glue, const api::Call& call,
                                           const api_glue::StopTriggerInput& input) {
  FIRN_OK(ChangeDocument<api_glue::Trigger>(glue, call, kTrigger, input.name,
                                            [&](api_glue::Trigger& trigger) -> Result<void> {
                                              trigger.state = "DEACTIVATED";
                                              return {};
                                            }));
  api_glue::StopTriggerOutput output;
  output.name = input.name;
  return output;
}

}  // namespace firn::services::glue
