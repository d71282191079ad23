// StopQueryExecution: asks a running statement to end.

#include "services/athena/athena.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena& athena, const api::Call& call,
                      const api_athena::StopQueryExecutionInput& input) {
  return {
      {"athena:StopQueryExecution", athena.WorkGroupArnOf(call, input.query_execution_id), {}, {}}};
}

Result<api_athena::StopQueryExecutionOutput> Handle(
    Athena& athena, const api::Call& call, const api_athena::StopQueryExecutionInput& input) {
  FIRN_OK(athena.Stop(call, input.query_execution_id));
  return api_athena::StopQueryExecutionOutput{};
}

}  // namespace firn::services::athena
