// BatchGetPreparedStatement: several prepared statements of a work group, and the names of those
// that are not there.

#include "services/athena/athena.h"
#include "services/athena/ops.h"
#include "services/athena/prepared_statements.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::BatchGetPreparedStatementInput& input) {
  return {{"athena:BatchGetPreparedStatement", WorkGroupArn(call, input.work_group), {}, {}}};
}

Result<api_athena::BatchGetPreparedStatementOutput> Handle(
    Athena& athena, const api::Call& call,
    const api_athena::BatchGetPreparedStatementInput& input) {
  constexpr size_t kNamesMax = 256;
  if (input.prepared_statement_names.empty() || input.prepared_statement_names.size() > kNamesMax) {
    return api_athena::InvalidRequestException(
        "PreparedStatementNames must have between 1 and 256 names");
  }
  const state::Snapshot reader = athena.with.store.Read();
  FIRN_OK(FindWorkGroup(reader, call, input.work_group));
  api_athena::BatchGetPreparedStatementOutput output;
  auto& found = output.prepared_statements.emplace();
  auto& missing = output.unprocessed_prepared_statement_names.emplace();
  for (const std::string& name : input.prepared_statement_names) {
    auto statement = FindPreparedStatement(reader, call, input.work_group, name);
    if (statement) {
      found.push_back(*std::move(statement));
    } else {
      missing.push_back({name, statement.error().code, statement.error().message});
    }
  }
  return output;
}

}  // namespace firn::services::athena
