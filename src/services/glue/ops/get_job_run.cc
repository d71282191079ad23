// GetJobRun: describes a run of a job. Jobs do not run here, so there is none.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::GetJobRunInput& input) {
  return NeedsOnDocument(call, "glue:GetJobRun", kJob, input.job_name);
}

Result<api_glue::GetJobRunOutput> Handle(Glue& glue, const api::Call& call,
                                         const api_glue::GetJobRunInput& input) {
  FIRN_OK(FindDocument<api_glue::Job>(glue.store.Read(), call, kJob, input.job_name));
  return api_glue::EntityNotFoundException("JobRun " + input.run_id + " not found.");
}

}  // namespace firn::services::glue
