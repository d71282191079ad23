// ListWorkflows: the names of the workflows of the account, by name.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::ListWorkflowsInput&) {
  return NeedsOnDocument(call, "glue:ListWorkflows", kWorkflow, "");
}

Result<api_glue::ListWorkflowsOutput> Handle(Glue& glue, const api::Call& call,
                                             const api_glue::ListWorkflowsInput& input) {
  FIRN_TRY(auto page,
           ListDocuments<api_glue::Workflow>(
               glue, call, kWorkflow, input.next_token, input.max_results, std::nullopt,
               [](const api_glue::Workflow& workflow) { return workflow.name.value_or(""); }));
  api_glue::ListWorkflowsOutput output;
  output.workflows.emplace();
  for (const auto& workflow : page.items) output.workflows->push_back(workflow->name.value_or(""));
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::glue
