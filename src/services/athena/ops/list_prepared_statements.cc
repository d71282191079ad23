// ListPreparedStatements: the prepared statements of a work group, by name.

#include "services/athena/athena.h"
#include "services/athena/ops.h"
#include "services/athena/prepared_statements.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::ListPreparedStatementsInput& input) {
  return {{"athena:ListPreparedStatements", WorkGroupArn(call, input.work_group), {}, {}}};
}

Result<api_athena::ListPreparedStatementsOutput> Handle(
    Athena& athena, const api::Call& call, const api_athena::ListPreparedStatementsInput& input) {
  constexpr size_t kLimit = 50;
  const state::Snapshot reader = athena.with.store.Read();
  FIRN_OK(FindWorkGroup(reader, call, input.work_group));
  FIRN_TRY(const PageOf page, PageFor(input.next_token, input.max_results, kLimit));
  const std::string after =
      page.after.empty() ? "" : PreparedStatementKey(call, input.work_group, page.after);
  FIRN_TRY(const auto kept,
           state::List<PreparedStatementRecord>(
               reader, PreparedStatementPrefix(call, input.work_group), after, page.limit));
  api_athena::ListPreparedStatementsOutput output;
  auto& shown = output.prepared_statements.emplace();
  for (const auto& item : kept.items) {
    auto& summary = shown.emplace_back();
    summary.statement_name = item.value->statement.statement_name;
    summary.last_modified_time = item.value->statement.last_modified_time;
  }
  if (kept.more) output.next_token = PageToken(shown.back().statement_name.value_or(""));
  return output;
}

}  // namespace firn::services::athena
