// UpdateWorkflow: changes what the request names of a workflow.

#include "services/glue/glue.h"
#include "services/glue/members.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::UpdateWorkflowInput& input) {
  return NeedsOnDocument(call, "glue:UpdateWorkflow", kWorkflow, input.name);
}

Result<api_glue::UpdateWorkflowOutput> Handle(Glue& glue, const api::Call& call,
                                              const api_glue::UpdateWorkflowInput& input) {
  FIRN_OK(ChangeDocument<api_glue::Workflow>(glue, call, kWorkflow, input.name,
                                             [&](api_glue::Workflow& workflow) -> Result<void> {
                                               FIRN_TRY(workflow, MembersOver(workflow, input));
                                               workflow.last_modified_on = call.now;
                                               return {};
                                             }));
  api_glue::UpdateWorkflowOutput output;
  output.name = input.name;
  return output;
}

}  // namespace firn::services::glue
