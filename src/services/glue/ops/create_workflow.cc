// CreateWorkflow: keeps the definition of a workflow.
// Differs from AWS: workflows do not run here, and their graph is not drawn.

#include "services/glue/glue.h"
#include "services/glue/members.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::CreateWorkflowInput& input) {
  authz::Needs needs = NeedsOnDocument(call, "glue:CreateWorkflow", kWorkflow, input.name);
  if (input.tags && !input.tags->empty())
    needs.push_back({"glue:TagResource", DocumentArn(call, kWorkflow, input.name), {}, {}});
  return needs;
}

Result<api_glue::CreateWorkflowOutput> Handle(Glue& glue, const api::Call& call,
                                              const api_glue::CreateWorkflowInput& input) {
  FIRN_TRY(auto workflow, MembersAs<api_glue::Workflow>(input));
  workflow.created_on = workflow.last_modified_on = call.now;
  FIRN_OK(AddDocument(glue, call, kWorkflow, input.name, workflow, input.tags));
  api_glue::CreateWorkflowOutput output;
  output.name = input.name;
  return output;
}

}  // namespace firn::services::glue
