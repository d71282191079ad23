// StartTrigger: activates a trigger.
// Differs from AWS: triggers do not fire here; those on demand cannot be started.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::StartTriggerInput& input) {
  return NeedsOnDocument(call, "glue:StartTrigger", kTrigger, input.name);
}

Result<api_glue::StartTriggerOutput> Handle(Glue& glue, const api::Call& call,
                                            const api_glue::StartTriggerInput& input) {
  FIRN_OK(ChangeDocument<api_glue::Trigger>(
      glue, call, kTrigger, input.name, [&](api_glue::Trigger& trigger) -> Result<void> {
        if (trigger.type.value_or("") == "ON_DEMAND") {
          // An activation of such a trigger is a run of its jobs.
          return Fail(
              Error{Kind::kUnsupported,
                    "Jobs and crawlers do not run here: StartTrigger of an ON_DEMAND trigger",
                    "",
                    501,
                    {}});
        }
        trigger.state = "ACTIVATED";
        return {};
      }));
  api_glue::StartTriggerOutput output;
  output.name = input.name;
  return output;
}

}  // namespace firn::services::glue
