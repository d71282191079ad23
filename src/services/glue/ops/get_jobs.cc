// GetJobs: the jobs of the account, by name.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::GetJobsInput&) {
  return NeedsOnDocument(call, "glue:GetJobs", kJob, "");
}

Result<api_glue::GetJobsOutput> Handle(Glue& glue, const api::Call& call,
                                       const api_glue::GetJobsInput& input) {
  FIRN_TRY(auto page, ListDocuments<api_glue::Job>(
                          glue, call, kJob, input.next_token, input.max_results, std::nullopt,
                          [](const api_glue::Job& job) { return job.name.value_or(""); }));
  api_glue::GetJobsOutput output;
  output.jobs.emplace();
  for (const auto& job : page.items) output.jobs->push_back(*job);
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::glue
