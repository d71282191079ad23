// DeletePreparedStatement: forgets a prepared statement.

#include "services/athena/athena.h"
#include "services/athena/ops.h"
#include "services/athena/prepared_statements.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::DeletePreparedStatementInput& input) {
  return {{"athena:DeletePreparedStatement", WorkGroupArn(call, input.work_group), {}, {}}};
}

Result<api_athena::DeletePreparedStatementOutput> Handle(
    Athena& athena, const api::Call& call, const api_athena::DeletePreparedStatementInput& input) {
  FIRN_OK(athena.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindPreparedStatement(transaction, call, input.work_group, input.statement_name));
    transaction.Erase(PreparedStatementKey(call, input.work_group, input.statement_name));
    return {};
  }));
  return api_athena::DeletePreparedStatementOutput{};
}

}  // namespace firn::services::athena
