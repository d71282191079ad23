// BatchGetJobs: describes jobs; the names of those that are not there are listed apart.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::BatchGetJobsInput& input) {
  authz::Needs needs;
  for (const std::string& name : input.job_names)
    needs.push_back(NeedsOnDocument(call, "glue:BatchGetJobs", kJob, name).front());
  return needs;
}

Result<api_glue::BatchGetJobsOutput> Handle(Glue& glue, const api::Call& call,
                                            const api_glue::BatchGetJobsInput& input) {
  api_glue::BatchGetJobsOutput output;
  output.jobs.emplace();
  output.jobs_not_found.emplace();
  const auto snapshot = glue.store.Read();
  for (const std::string& name : input.job_names) {
    auto found = FindDocument<api_glue::Job>(snapshot, call, kJob, name);
    if (found) {
      output.jobs->push_back(*std::move(found));
    } else if (found.error().kind == Kind::kNotFound) {
      output.jobs_not_found->push_back(name);
    } else {
      return Fail(std::move(found).error());
    }
  }
  return output;
}

}  // namespace firn::services::glue
