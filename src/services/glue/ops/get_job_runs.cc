// GetJobRuns: the runs of a job. Jobs do not run here, so there are none.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::GetJobRunsInput& input) {
  return NeedsOnDocument(call, "glue:GetJobRuns", kJob, input.job_name);
}

Result<api_glue::GetJobRunsOutput> Handle(Glue& glue, const api::Call& call,
                                          const api_glue::GetJobRunsInput& input) {
  FIRN_OK(PositionOf(input.next_token));
  FIRN_OK(FindDocument<api_glue::Job>(glue.store.Read(), call, kJob, input.job_name));
  api_glue::GetJobRunsOutput output;
  output.job_runs.emplace();
  return output;
}

}  // namespace firn::services::glue
