// GetJob: describes a job.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::GetJobInput& input) {
  return NeedsOnDocument(call, "glue:GetJob", kJob, input.job_name);
}

Result<api_glue::GetJobOutput> Handle(Glue& glue, const api::Call& call,
                                      const api_glue::GetJobInput& input) {
  api_glue::GetJobOutput output;
  FIRN_TRY(output.job, FindDocument<api_glue::Job>(glue.store.Read(), call, kJob, input.job_name));
  return output;
}

}  // namespace firn::services::glue
