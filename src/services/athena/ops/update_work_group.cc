// UpdateWorkGroup: changes a work group.
// Differs from AWS: settings of Spark, Identity Center, monitoring and customer keys are refused:
// they would do nothing.

#include "services/athena/athena.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::UpdateWorkGroupInput& input) {
  return {{"athena:UpdateWorkGroup", WorkGroupArn(call, input.work_group), {}, {}}};
}

Result<api_athena::UpdateWorkGroupOutput> Handle(Athena& athena, const api::Call& call,
                                                 const api_athena::UpdateWorkGroupInput& input) {
  FIRN_OK(athena.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(WorkGroupRecord group, FindWorkGroup(transaction, call, input.work_group));
    if (input.description) group.description = input.description;
    if (input.state) group.state = *input.state;
    if (input.configuration_updates)
      FIRN_OK(UpdateConfiguration(*input.configuration_updates, group.configuration));
    state::Save(transaction, WorkGroupKey(call, group.name), group);
    return {};
  }));
  return api_athena::UpdateWorkGroupOutput{};
}

}  // namespace firn::services::athena
