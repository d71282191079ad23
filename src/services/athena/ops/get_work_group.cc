// GetWorkGroup: describes the one work group there is, primary.

#include "services/athena/athena.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call, const api_athena::GetWorkGroupInput& input) {
  return {{"athena:GetWorkGroup", WorkGroupArn(call, input.work_group), {}, {}}};
}

Result<api_athena::GetWorkGroupOutput> Handle(Athena&, const api::Call&,
                                      const api_athena::GetWorkGroupInput& input) {
  if (input.work_group != "primary") {
    return api_athena::InvalidRequestException("WorkGroup " + input.work_group + " is not found.");
  }
  api_athena::GetWorkGroupOutput output;
  auto& group = output.work_group.emplace();
  group.name = "primary";
  group.state = "ENABLED";
  auto& configuration = group.configuration.emplace();
  configuration.enforce_work_group_configuration = false;
  configuration.requester_pays_enabled = false;
  auto& version = configuration.engine_version.emplace();
  version.selected_engine_version = "AUTO";
  version.effective_engine_version = "Athena engine version 3";
  configuration.managed_query_results_configuration.emplace().enabled = true;
  return output;
}

}  // namespace firn::services::athena
