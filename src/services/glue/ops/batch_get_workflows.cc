// BatchGetWorkflows: describes workflows; the names of those that are not there are listed apart.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::BatchGetWorkflowsInput& input) {
  authz::Needs needs;
  for (const std::string& name : input.names)
    needs.push_back(NeedsOnDocument(call, "glue:BatchGetWorkflows", kWorkflow, name).front());
  return needs;
}

Result<api_glue::BatchGetWorkflowsOutput> Handle(Glue& glue, const api::Call& call,
                                                 const api_glue::BatchGetWorkflowsInput& input) {
  api_glue::BatchGetWorkflowsOutput output;
  output.workflows.emplace();
  output.missing_workflows.emplace();
  const auto snapshot = glue.store.Read();
  for (const std::string& name : input.names) {
    auto found = FindDocument<api_glue::Workflow>(snapshot, call, kWorkflow, name);
    if (found) {
      output.workflows->push_back(*std::move(found));
    } else if (found.error().kind == Kind::kNotFound) {
      output.missing_workflows->push_back(name);
    } else {
      return Fail(std::move(found).error());
    }
  }
  return output;
}

}  // namespace firn::services::glue
