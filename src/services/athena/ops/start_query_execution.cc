// StartQueryExecution: submits a statement.
// Differs from AWS: SELECT in the embedded engine's dialect, CREATE and DROP DATABASE, DROP TABLE,
// SHOW, DESCRIBE and EXECUTE; executions are forgotten when the server stops; results are never
// reused; PublishCloudWatchMetricsEnabled publishes nothing; the primary work group keeps results
// itself when no output location is given.

#include "services/athena/athena.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::StartQueryExecutionInput& input) {
  return {{"athena:StartQueryExecution", WorkGroupArn(call, input.work_group), {}, {}}};
}

Result<api_athena::StartQueryExecutionOutput> Handle(
    Athena& athena, const api::Call& call, const api_athena::StartQueryExecutionInput& input) {
  api_athena::StartQueryExecutionOutput output;
  FIRN_TRY(output.query_execution_id, athena.Start(call, input));
  return output;
}

}  // namespace firn::services::athena
