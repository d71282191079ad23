// GetQueryExecution: how far a statement is.

#include "services/athena/athena.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call, const api_athena::GetQueryExecutionInput&) {
  return {{"athena:GetQueryExecution", WorkGroupArn(call, std::nullopt), {}, {}}};
}

Result<api_athena::GetQueryExecutionOutput> Handle(Athena& athena, const api::Call& call,
                                      const api_athena::GetQueryExecutionInput& input) {
  FIRN_TRY(const auto execution, athena.Find(call, input.query_execution_id));
  api_athena::GetQueryExecutionOutput output;
  auto& shown = output.query_execution.emplace();
  shown.query_execution_id = execution.id;
  shown.query = execution.input.query_string;
  shown.statement_type = "DML";
  shown.substatement_type = "SELECT";
  shown.query_execution_context = execution.input.query_execution_context;
  shown.status = execution.status;
  shown.work_group = "primary";
  auto& result = shown.result_configuration.emplace();
  if (!execution.output_object.empty()) result.output_location = execution.output_object;
  auto& statistics = shown.statistics.emplace();
  const int64_t millis = execution.engine_time / std::chrono::milliseconds(1);
  statistics.engine_execution_time_in_millis = millis;
  statistics.total_execution_time_in_millis = millis;
  statistics.data_scanned_in_bytes = execution.scanned_bytes;
  auto& version = shown.engine_version.emplace();
  version.selected_engine_version = "AUTO";
  version.effective_engine_version = "Athena engine version 3";
  return output;
}

}  // namespace firn::services::athena
