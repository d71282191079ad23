// DeleteJob: forgets a job; one that is not there is no failure.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::DeleteJobInput& input) {
  return NeedsOnDocument(call, "glue:DeleteJob", kJob, input.job_name);
}

Result<api_glue::DeleteJobOutput> Handle(Glue& glue, const api::Call& call,
                                         const api_glue::DeleteJobInput& input) {
  FIRN_OK(DropDocument(glue, call, kJob, input.job_name));
  api_glue::DeleteJobOutput output;
  output.job_name = input.job_name;
  return output;
}

}  // namespace firn::services::glue
