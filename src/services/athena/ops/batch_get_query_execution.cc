// BatchGetQueryExecution: how far several statements are, and the ids of those nobody knows.

#include "services/athena/athena.h"
#include "services/athena/describe.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena& athena, const api::Call& call,
                      const api_athena::BatchGetQueryExecutionInput& input) {
  authz::Needs needs;
  for (const std::string& id : input.query_execution_ids) {
    needs.push_back({"athena:BatchGetQueryExecution", athena.WorkGroupArnOf(call, id), {}, {}});
  }
  return needs;
}

Result<api_athena::BatchGetQueryExecutionOutput> Handle(
    Athena& athena, const api::Call& call, const api_athena::BatchGetQueryExecutionInput& input) {
  api_athena::BatchGetQueryExecutionOutput output;
  auto& found = output.query_executions.emplace();
  auto& missing = output.unprocessed_query_execution_ids.emplace();
  for (const std::string& id : input.query_execution_ids) {
    auto execution = athena.Find(call, id);
    if (execution) {
      found.push_back(DescribeExecution(*execution));
    } else {
      missing.push_back({id, execution.error().code, execution.error().message});
    }
  }
  return output;
}

}  // namespace firn::services::athena
