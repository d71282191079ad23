// StartQueryExecution: submits a statement.
// Differs from AWS: SELECT alone, in the embedded engine's dialect; executions are forgotten when the server stops; without
// an output location the result is kept by the service.

#include "services/athena/athena.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call, const api_athena::StartQueryExecutionInput& input) {
  return {{"athena:StartQueryExecution", WorkGroupArn(call, input.work_group), {}, {}}};
}

Result<api_athena::StartQueryExecutionOutput> Handle(Athena& athena, const api::Call& call,
                                      const api_athena::StartQueryExecutionInput& input) {
  if (input.work_group.value_or("primary") != "primary") {
    return api_athena::InvalidRequestException("WorkGroup " + *input.work_group + " is not found.");
  }
  if (input.execution_parameters && !input.execution_parameters->empty()) {
    return Fail(Error{Kind::kUnsupported, "ExecutionParameters are not implemented", "NotImplemented", 501, {}});
  }
  if (input.result_configuration && input.result_configuration->output_location &&
      !input.result_configuration->output_location->starts_with("s3://")) {
    return api_athena::InvalidRequestException("OutputLocation is not a valid S3 path");
  }
  api_athena::StartQueryExecutionOutput output;
  output.query_execution_id = athena.Start(call, input);
  return output;
}

}  // namespace firn::services::athena
