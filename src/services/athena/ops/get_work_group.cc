// GetWorkGroup: describes a work group.

#include "services/athena/athena.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::GetWorkGroupInput& input) {
  return {{"athena:GetWorkGroup", WorkGroupArn(call, input.work_group), {}, {}}};
}

Result<api_athena::GetWorkGroupOutput> Handle(Athena& athena, const api::Call& call,
                                              const api_athena::GetWorkGroupInput& input) {
  FIRN_TRY(const WorkGroupRecord record,
           FindWorkGroup(athena.with.store.Read(), call, input.work_group));
  api_athena::GetWorkGroupOutput output;
  auto& group = output.work_group.emplace();
  group.name = record.name;
  group.state = record.state;
  group.description = record.description;
  group.configuration = record.configuration;
  if (record.created != Time()) group.creation_time = record.created;
  return output;
}

}  // namespace firn::services::athena
