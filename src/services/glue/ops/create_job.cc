// CreateJob: keeps the definition of a job.
// Differs from AWS: jobs do not run here.

#include "services/glue/glue.h"
#include "services/glue/members.h"
#include "services/glue/ops.h"
#include "services/glue/roles.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::CreateJobInput& input) {
  authz::Needs needs = NeedsOnDocument(call, "glue:CreateJob", kJob, input.name);
  needs.push_back(PassRoleNeed(call, input.role));
  if (input.tags && !input.tags->empty())
    needs.push_back({"glue:TagResource", DocumentArn(call, kJob, input.name), {}, {}});
  return needs;
}

Result<api_glue::CreateJobOutput> Handle(Glue& glue, const api::Call& call,
                                         const api_glue::CreateJobInput& input) {
  FIRN_TRY(auto job, MembersAs<api_glue::Job>(input));
  job.created_on = job.last_modified_on = call.now;
  FIRN_OK(AddDocument(glue, call, kJob, input.name, job, input.tags));
  api_glue::CreateJobOutput output;
  output.name = input.name;
  return output;
}

}  // namespace firn::services::glue
