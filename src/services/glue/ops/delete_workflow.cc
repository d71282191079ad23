// DeleteWorkflow: forgets a workflow; one that is not there is no failure.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::DeleteWorkflowInput& input) {
  return NeedsOnDocument(call, "glue:DeleteWorkflow", kWorkflow, input.name);
}

Result<api_glue::DeleteWorkflowOutput> Handle(Glue& glue, const api::Call& call,
                                              const api_glue::DeleteWorkflowInput& input) {
  FIRN_OK(DropDocument(glue, call, kWorkflow, input.name));
  api_glue::DeleteWorkflowOutput output;
  output.name = input.name;
  return output;
}

}  // namespace firn::services::glue
