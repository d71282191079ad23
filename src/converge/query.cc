#include "converge/query.h"

#include <algorithm>

#include "api/athena.h"

namespace firn::converge {
namespace {

namespace athena = api::athena;

constexpr Duration kPollFirst = std::chrono::milliseconds(5);
constexpr Duration kPollMax = std::chrono::seconds(1);

Result<void> WaitUntilDone(const api::Services& aws, const api::Call& call, const sys::Clock& clock, sys::Pause& pause,
                           const std::string& id, const QueryRequest& request) {
  const Time begin = clock.Now();
  Duration wait = kPollFirst;
  athena::GetQueryExecutionInput input;
  input.query_execution_id = id;
  while (true) {
    FIRN_TRY(const auto execution, aws.athena.GetQueryExecution(call, input));
    const auto status = execution.query_execution.value_or(athena::QueryExecution{}).status.value_or(
        athena::QueryExecutionStatus{});
    const std::string state = status.state.value_or("");
    if (state == "SUCCEEDED") return {};
    if (state == "FAILED") return Fail(Kind::kInvalid, status.state_change_reason.value_or("the query failed"));
    if (state == "CANCELLED") return Fail(Kind::kCanceled, "the query was canceled");
    const bool late = clock.Now() - begin > request.limit;
    if (late || (request.stop && request.stop())) {
      athena::StopQueryExecutionInput stop;
      stop.query_execution_id = id;
      FIRN_OK(aws.athena.StopQueryExecution(call, stop));
      return Fail(Kind::kCanceled, late ? "the query took longer than allowed and was stopped"
                                        : "interrupted: the query was stopped");
    }
    pause.For(wait);
    wait = std::min(wait * 2, kPollMax);
  }
}

// Athena's first page of a SELECT repeats the column names as a row; those of other statements do not.
bool BeginsWithNames(const athena::ResultSet& set, const QueryAnswer& answer) {
  if (!set.rows || set.rows->empty() || !set.rows->front().data) return false;
  const auto& cells = *set.rows->front().data;
  return cells.size() == answer.columns.size() &&
         std::equal(cells.begin(), cells.end(), answer.columns.begin(),
                    [](const auto& cell, const auto& column) { return cell.var_char_value == column.name; });
}

void AppendRows(const athena::ResultSet& set, bool skip_header, QueryAnswer& answer) {
  if (!set.rows) return;
  for (size_t i = skip_header ? 1 : 0; i < set.rows->size(); ++i) {
    auto& row = answer.rows.emplace_back();
    const auto& data = (*set.rows)[i].data;
    if (!data) continue;
    row.reserve(data->size());
    for (const auto& datum : *data) row.push_back(datum.var_char_value);
  }
}

}  // namespace

Result<QueryAnswer> RunQuery(const api::Services& aws, const api::Call& call, const sys::Clock& clock,
                             sys::Pause& pause, const QueryRequest& request) {
  athena::StartQueryExecutionInput start;
  start.query_string = request.sql;
  auto& context = start.query_execution_context.emplace();
  if (!request.catalog.empty()) context.catalog = request.catalog;
  if (!request.database.empty()) context.database = request.database;
  if (!request.output_location.empty()) start.result_configuration.emplace().output_location = request.output_location;
  FIRN_TRY(const auto started, aws.athena.StartQueryExecution(call, start));
  const std::string id = started.query_execution_id.value_or("");
  FIRN_OK(WaitUntilDone(aws, call, clock, pause, id, request));

  QueryAnswer answer;
  athena::GetQueryResultsInput page_input;
  page_input.query_execution_id = id;
  bool first = true;
  while (true) {
    FIRN_TRY(auto page, aws.athena.GetQueryResults(call, page_input));
    const auto set = page.result_set.value_or(athena::ResultSet{});
    if (first && set.result_set_metadata && set.result_set_metadata->column_info) {
      for (const auto& column : *set.result_set_metadata->column_info) {
        answer.columns.push_back({column.name, column.type});
      }
    }
    AppendRows(set, first && BeginsWithNames(set, answer), answer);
    first = false;
    if (!page.next_token) return answer;
    page_input.next_token = std::move(page.next_token);
  }
}

}  // namespace firn::converge
