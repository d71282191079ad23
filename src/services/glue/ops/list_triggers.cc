// ListTriggers: the names of the triggers of the account, by name.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/triggers.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::ListTriggersInput&) {
  return NeedsOnDocument(call, "glue:ListTriggers", kTrigger, "");
}

Result<api_glue::ListTriggersOutput> Handle(Glue& glue, const api::Call& call,
                                            const api_glue::ListTriggersInput& input) {
  FIRN_TRY(auto page,
           ListDocuments<api_glue::Trigger>(
               glue, call, kTrigger, input.next_token, input.max_results, input.tags,
               [](const api_glue::Trigger& trigger) { return trigger.name.value_or(""); },
               [&](const api_glue::Trigger& trigger) {
                 return !input.dependent_job_name || Starts(trigger, *input.dependent_job_name);
               }));
  api_glue::ListTriggersOutput output;
  output.trigger_names.emplace();
  for (const auto& trigger : page.items)
    output.trigger_names->push_back(trigger->name.value_or(""));
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::glue
