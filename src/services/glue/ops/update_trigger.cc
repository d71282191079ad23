// UpdateTrigger: changes what the request names of a trigger.

#include "services/glue/glue.h"
#include "services/glue/members.h"
#include "services/glue/ops.h"
#include "services/glue/triggers.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::UpdateTriggerInput& input) {
  return NeedsOnDocument(call, "glue:UpdateTrigger", kTrigger, input.name);
}

Result<api_glue::UpdateTriggerOutput> Handle(Glue& glue, const api::Call& call,
                                             const api_glue::UpdateTriggerInput& input) {
  api_glue::UpdateTriggerOutput output;
  FIRN_OK(ChangeDocument<api_glue::Trigger>(
      glue, call, kTrigger, input.name, [&](api_glue::Trigger& trigger) -> Result<void> {
        api_glue::TriggerUpdate changes = input.trigger_update;
        if (changes.name && *changes.name != input.name)
          return api_glue::InvalidInputException("A trigger cannot be renamed");
        FIRN_TRY(trigger, MembersOver(trigger, changes));
        FIRN_OK(CheckTrigger(trigger));
        output.trigger = trigger;
        return {};
      }));
  return output;
}

}  // namespace firn::services::glue
