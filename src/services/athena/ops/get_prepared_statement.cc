// GetPreparedStatement: a prepared statement of a work group.

#include "services/athena/athena.h"
#include "services/athena/ops.h"
#include "services/athena/prepared_statements.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::GetPreparedStatementInput& input) {
  return {{"athena:GetPreparedStatement", WorkGroupArn(call, input.work_group), {}, {}}};
}

Result<api_athena::GetPreparedStatementOutput> Handle(
    Athena& athena, const api::Call& call, const api_athena::GetPreparedStatementInput& input) {
  api_athena::GetPreparedStatementOutput output;
  FIRN_TRY(output.prepared_statement,
           FindPreparedStatement(athena.with.store.Read(), call, input.work_group,
                                 input.statement_name));
  return output;
}

}  // namespace firn::services::athena
