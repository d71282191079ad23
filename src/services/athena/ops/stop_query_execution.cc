// StopQueryExecution: asks a running statement to end.

#include "services/athena/athena.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call, const api_athena::StopQueryExecutionInput&) {
  return {{"athena:StopQueryExecution", WorkGroupArn(call, std::nullopt), {}, {}}};
}

Result<api_athena::StopQueryExecutionOutput> Handle(Athena& athena, const api::Call& call,
                                      const api_athena::StopQueryExecutionInput& input) {
  FIRN_OK(athena.Stop(call, input.query_execution_id));
  return api_athena::StopQueryExecutionOutput{};
}

}  // namespace firn::services::athena
