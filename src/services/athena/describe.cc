#include "services/athena/describe.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

api_athena::QueryExecutionStatistics StatisticsOf(const Execution& execution) {
  const auto millis = [](Duration time) {
    return static_cast<int64_t>(time / std::chrono::milliseconds(1));
  };
  api_athena::QueryExecutionStatistics statistics;
  statistics.query_queue_time_in_millis = millis(execution.queue_time);
  statistics.service_pre_processing_time_in_millis = 0;
  statistics.query_planning_time_in_millis = millis(execution.planning_time);
  statistics.engine_execution_time_in_millis = millis(execution.engine_time);
  statistics.service_processing_time_in_millis = millis(execution.service_time);
  statistics.total_execution_time_in_millis =
      millis(execution.queue_time + execution.engine_time + execution.service_time);
  statistics.data_scanned_in_bytes = execution.scanned_bytes;
  statistics.result_reuse_information.emplace().reused_previous_result = false;
  return statistics;
}

api_athena::QueryExecution DescribeExecution(const Execution& execution) {
  api_athena::QueryExecution shown;
  shown.query_execution_id = execution.id;
  shown.query = execution.input.query_string;
  shown.statement_type = std::string(execution.statement.type());
  shown.substatement_type = std::string(execution.statement.subtype());
  shown.query_execution_context =
      execution.input.query_execution_context.value_or(api_athena::QueryExecutionContext{});
  shown.status = execution.status;
  shown.work_group = execution.work_group;
  shown.execution_parameters = execution.input.execution_parameters;
  shown.result_reuse_configuration.emplace().result_reuse_by_age_configuration.emplace().enabled =
      false;
  if (execution.place.kept_by_service) {
    shown.managed_query_results_configuration.emplace().enabled = true;
  } else {
    shown.result_configuration = execution.place.configuration;
    shown.result_configuration->output_location = execution.output_object;
  }
  shown.statistics = StatisticsOf(execution);
  auto& version = shown.engine_version.emplace();
  version.selected_engine_version = std::string(kEngineVersion);
  version.effective_engine_version = std::string(kEngineVersion);
  return shown;
}

}  // namespace firn::services::athena
