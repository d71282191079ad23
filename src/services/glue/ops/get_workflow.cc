// GetWorkflow: describes a workflow.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::GetWorkflowInput& input) {
  return NeedsOnDocument(call, "glue:GetWorkflow", kWorkflow, input.name);
}

Result<api_glue::GetWorkflowOutput> Handle(Glue& glue, const api::Call& call,
                                           const api_glue::GetWorkflowInput& input) {
  api_glue::GetWorkflowOutput output;
  FIRN_TRY(output.workflow,
           FindDocument<api_glue::Workflow>(glue.store.Read(), call, kWorkflow, input.name));
  return output;
}

}  // namespace firn::services::glue
