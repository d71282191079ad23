// CreatePreparedStatement: keeps a statement with parameters in a work group.

#include "services/athena/athena.h"
#include "services/athena/ops.h"
#include "services/athena/prepared_statements.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::CreatePreparedStatementInput& input) {
  return {{"athena:CreatePreparedStatement", WorkGroupArn(call, input.work_group), {}, {}}};
}

Result<api_athena::CreatePreparedStatementOutput> Handle(
    Athena& athena, const api::Call& call, const api_athena::CreatePreparedStatementInput& input) {
  FIRN_OK(CheckStatementName(input.statement_name));
  FIRN_OK(athena.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindWorkGroup(transaction, call, input.work_group));
    const std::string key = PreparedStatementKey(call, input.work_group, input.statement_name);
    if (transaction.Has(key)) {
      return api_athena::InvalidRequestException("PreparedStatement " + input.statement_name +
                                                 " already exists in workGroup " +
                                                 input.work_group);
    }
    PreparedStatementRecord record;
    record.statement.statement_name = input.statement_name;
    record.statement.work_group_name = input.work_group;
    record.statement.query_statement = input.query_statement;
    record.statement.description = input.description;
    record.statement.last_modified_time = call.now;
    state::Save(transaction, key, record);
    return {};
  }));
  return api_athena::CreatePreparedStatementOutput{};
}

}  // namespace firn::services::athena
