// UpdatePreparedStatement: changes a prepared statement.

#include "services/athena/athena.h"
#include "services/athena/ops.h"
#include "services/athena/prepared_statements.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::UpdatePreparedStatementInput& input) {
  return {{"athena:UpdatePreparedStatement", WorkGroupArn(call, input.work_group), {}, {}}};
}

Result<api_athena::UpdatePreparedStatementOutput> Handle(
    Athena& athena, const api::Call& call, const api_athena::UpdatePreparedStatementInput& input) {
  FIRN_OK(athena.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    PreparedStatementRecord record;
    FIRN_TRY(record.statement,
             FindPreparedStatement(transaction, call, input.work_group, input.statement_name));
    record.statement.query_statement = input.query_statement;
    if (input.description) record.statement.description = input.description;
    record.statement.last_modified_time = call.now;
    state::Save(transaction, PreparedStatementKey(call, input.work_group, input.statement_name),
                record);
    return {};
  }));
  return api_athena::UpdatePreparedStatementOutput{};
}

}  // namespace firn::services::athena
