// GetQueryRuntimeStatistics: where a statement's time went and what it read and made.
// Differs from AWS: neither the rows read nor the stages are told.

#include "services/athena/athena.h"
#include "services/athena/describe.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena& athena, const api::Call& call,
                      const api_athena::GetQueryRuntimeStatisticsInput& input) {
  return {{"athena:GetQueryRuntimeStatistics",
           athena.WorkGroupArnOf(call, input.query_execution_id),
           {},
           {}}};
}

Result<api_athena::GetQueryRuntimeStatisticsOutput> Handle(
    Athena& athena, const api::Call& call,
    const api_athena::GetQueryRuntimeStatisticsInput& input) {
  FIRN_TRY(const auto execution, athena.Find(call, input.query_execution_id));
  api_athena::GetQueryRuntimeStatisticsOutput output;
  auto& statistics = output.query_runtime_statistics.emplace();
  const auto times = StatisticsOf(execution);
  auto& timeline = statistics.timeline.emplace();
  timeline.query_queue_time_in_millis = times.query_queue_time_in_millis;
  timeline.service_pre_processing_time_in_millis = times.service_pre_processing_time_in_millis;
  timeline.query_planning_time_in_millis = times.query_planning_time_in_millis;
  timeline.engine_execution_time_in_millis = times.engine_execution_time_in_millis;
  timeline.service_processing_time_in_millis = times.service_processing_time_in_millis;
  timeline.total_execution_time_in_millis = times.total_execution_time_in_millis;
  auto& rows = statistics.rows.emplace();
  rows.input_bytes = execution.scanned_bytes;
  if (execution.result) rows.output_rows = static_cast<int64_t>(execution.result->rows.rows());
  return output;
}

}  // namespace firn::services::athena
