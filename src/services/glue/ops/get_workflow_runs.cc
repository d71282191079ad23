// GetWorkflowRuns: the runs of a workflow. Workflows do not run here, so there are none.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::GetWorkflowRunsInput& input) {
  return NeedsOnDocument(call, "glue:GetWorkflowRuns", kWorkflow, input.name);
}

Result<api_glue::GetWorkflowRunsOutput> Handle(Glue& glue, const api::Call& call,
                                               const api_glue::GetWorkflowRunsInput& input) {
  FIRN_OK(PositionOf(input.next_token));
  FIRN_OK(FindDocument<api_glue::Workflow>(glue.store.Read(), call, kWorkflow, input.name));
  api_glue::GetWorkflowRunsOutput output;
  output.runs.emplace();
  return output;
}

}  // namespace firn::services::glue
