// GetWorkflowRunProperties: the properties of a run of a workflow. Workflows do not run here, so
// there is none.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::GetWorkflowRunPropertiesInput& input) {
  return NeedsOnDocument(call, "glue:GetWorkflowRunProperties", kWorkflow, input.name);
}

Result<api_glue::GetWorkflowRunPropertiesOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::GetWorkflowRunPropertiesInput& input) {
  FIRN_OK(FindDocument<api_glue::Workflow>(glue.store.Read(), call, kWorkflow, input.name));
  return api_glue::EntityNotFoundException("Entity not found");
}

}  // namespace firn::services::glue
