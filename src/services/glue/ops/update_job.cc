// UpdateJob: replaces the definition of a job; what the update leaves out is gone.

#include "services/glue/glue.h"
#include "services/glue/members.h"
#include "services/glue/ops.h"
#include "services/glue/roles.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::UpdateJobInput& input) {
  authz::Needs needs = NeedsOnDocument(call, "glue:UpdateJob", kJob, input.job_name);
  if (input.job_update.role) needs.push_back(PassRoleNeed(call, *input.job_update.role));
  return needs;
}

Result<api_glue::UpdateJobOutput> Handle(Glue& glue, const api::Call& call,
                                         const api_glue::UpdateJobInput& input) {
  FIRN_TRY(const auto next, MembersAs<api_glue::Job>(input.job_update));
  FIRN_OK(ChangeDocument<api_glue::Job>(glue, call, kJob, input.job_name,
                                        [&](api_glue::Job& job) -> Result<void> {
                                          const auto created = job.created_on;
                                          const auto name = job.name;
                                          job = next;
                                          job.name = name;
                                          job.created_on = created;
                                          job.last_modified_on = call.now;
                                          return {};
                                        }));
  api_glue::UpdateJobOutput output;
  output.job_name = input.job_name;
  return output;
}

}  // namespace firn::services::glue
