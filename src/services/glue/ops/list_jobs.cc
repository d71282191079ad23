// ListJobs: the names of the jobs of the account, by name.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::ListJobsInput&) {
  return NeedsOnDocument(call, "glue:ListJobs", kJob, "");
}

Result<api_glue::ListJobsOutput> Handle(Glue& glue, const api::Call& call,
                                        const api_glue::ListJobsInput& input) {
  FIRN_TRY(auto page, ListDocuments<api_glue::Job>(
                          glue, call, kJob, input.next_token, input.max_results, input.tags,
                          [](const api_glue::Job& job) { return job.name.value_or(""); }));
  api_glue::ListJobsOutput output;
  output.job_names.emplace();
  for (const auto& job : page.items) output.job_names->push_back(job->name.value_or(""));
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::glue
