// CreateTrigger: keeps what starts jobs and crawlers.
// Differs from AWS: triggers do not fire here.

#include "services/glue/glue.h"
#include "services/glue/members.h"
#include "services/glue/ops.h"
#include "services/glue/triggers.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::CreateTriggerInput& input) {
  authz::Needs needs = NeedsOnDocument(call, "glue:CreateTrigger", kTrigger, input.name);
  if (input.tags && !input.tags->empty())
    needs.push_back({"glue:TagResource", DocumentArn(call, kTrigger, input.name), {}, {}});
  return needs;
}

Result<api_glue::CreateTriggerOutput> Handle(Glue& glue, const api::Call& call,
                                             const api_glue::CreateTriggerInput& input) {
  FIRN_TRY(auto trigger, MembersAs<api_glue::Trigger>(input));
  FIRN_OK(CheckTrigger(trigger));
  const bool starts = input.start_on_creation.value_or(false);
  if (starts && input.type == "ON_DEMAND") {
    return api_glue::InvalidInputException(
        "StartOnCreation is not supported for ON_DEMAND triggers");
  }
  trigger.state = starts ? "ACTIVATED" : "CREATED";
  FIRN_OK(AddDocument(glue, call, kTrigger, input.name, trigger, input.tags));
  api_glue::CreateTriggerOutput output;
  output.name = input.name;
  return output;
}

}  // namespace firn::services::glue
