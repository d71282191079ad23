// GetTriggers: the triggers of the account, by name.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/triggers.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::GetTriggersInput&) {
  return NeedsOnDocument(call, "glue:GetTriggers", kTrigger, "");
}

Result<api_glue::GetTriggersOutput> Handle(Glue& glue, const api::Call& call,
                                           const api_glue::GetTriggersInput& input) {
  FIRN_TRY(auto page,
           ListDocuments<api_glue::Trigger>(
               glue, call, kTrigger, input.next_token, input.max_results, std::nullopt,
               [](const api_glue::Trigger& trigger) { return trigger.name.value_or(""); },
               [&](const api_glue::Trigger& trigger) {
                 return !input.dependent_job_name || Starts(trigger, *input.dependent_job_name);
               }));
  api_glue::GetTriggersOutput output;
  output.triggers.emplace();
  for (const auto& trigger : page.items) output.triggers->push_back(*trigger);
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::glue
