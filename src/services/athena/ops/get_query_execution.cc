// GetQueryExecution: how far a statement is.

#include "services/athena/athena.h"
#include "services/athena/describe.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena& athena, const api::Call& call,
                      const api_athena::GetQueryExecutionInput& input) {
  return {
      {"athena:GetQueryExecution", athena.WorkGroupArnOf(call, input.query_execution_id), {}, {}}};
}

Result<api_athena::GetQueryExecutionOutput> Handle(
    Athena& athena, const api::Call& call, const api_athena::GetQueryExecutionInput& input) {
  FIRN_TRY(const auto execution, athena.Find(call, input.query_execution_id));
  api_athena::GetQueryExecutionOutput output;
  output.query_execution = DescribeExecution(execution);
  return output;
}

}  // namespace firn::services::athena
