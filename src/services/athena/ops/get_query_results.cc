// GetQueryResults: the rows of a finished statement, page by page.
// Differs from AWS: a result without an output location is given to whoever in the account may call
// this and knows its id.

#include <charconv>

#include "base/encoding.h"
#include "columnar/cell.h"
#include "services/athena/athena.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

namespace {

// A token belongs to the execution whose page it came with.
std::string TokenOf(const Execution& execution, size_t row) {
  return PageToken(execution.id + ":" + std::to_string(row));
}

Result<size_t> PositionOf(const Execution& execution, const std::optional<std::string>& token,
                          size_t rows) {
  if (!token) return size_t{0};
  const auto text = Base64Decode(*token);
  size_t position = 0;
  if (text && text->starts_with(execution.id + ":")) {
    const char* const begin = text->data() + execution.id.size() + 1;
    const auto [end, error] = std::from_chars(begin, text->data() + text->size(), position);
    if (error == std::errc() && end == text->data() + text->size() && position <= rows)
      return position;
  }
  return api_athena::InvalidRequestException("Invalid NextToken");
}

void Describe(const columnar::QueryResult& result, api_athena::ResultSet& set) {
  auto& columns = set.result_set_metadata.emplace().column_info.emplace();
  for (const auto& column : result.columns) {
    auto& shown = columns.emplace_back();
    shown.catalog_name = "hive";
    shown.schema_name = "";
    shown.table_name = "";
    shown.name = column.name;
    shown.label = column.name;
    shown.type = column.type;
    shown.precision = column.precision;
    shown.scale = column.scale;
    shown.nullable = "UNKNOWN";
    shown.case_sensitive = column.type == "varchar" || column.type == "string";
  }
}

}  // namespace

authz::Needs NeedsFor(const Athena& athena, const api::Call& call,
                      const api_athena::GetQueryResultsInput& input) {
  authz::Needs needs{
      {"athena:GetQueryResults", athena.WorkGroupArnOf(call, input.query_execution_id), {}, {}}};
  // The result is an object of the customer's when there is an output location, and read with the
  // caller's own rights.
  constexpr std::string_view kScheme = "s3://";
  const auto execution = athena.Find(call, input.query_execution_id);
  if (execution && execution->output_object.starts_with(kScheme)) {
    needs.push_back(
        {"s3:GetObject", Arn::S3(execution->output_object.substr(kScheme.size())).text(), {}, {}});
  }
  return needs;
}

Result<api_athena::GetQueryResultsOutput> Handle(Athena& athena, const api::Call& call,
                                                 const api_athena::GetQueryResultsInput& input) {
  FIRN_TRY(const auto execution, athena.Find(call, input.query_execution_id));
  const std::string state = execution.status.state.value_or("");
  if (state == "FAILED" || state == "CANCELLED") {
    return api_athena::InvalidRequestException(
        "Query did not finish successfully. Final query state: " + state);
  }
  if (input.query_result_type.value_or("DATA_ROWS") != "DATA_ROWS")
    return NotImplementedHere("QueryResultType DATA_MANIFEST");
  if (state != "SUCCEEDED") {
    return api_athena::InvalidRequestException("Query has not yet finished. Current state: " +
                                               state);
  }
  if (!execution.result)
    return api_athena::InvalidRequestException("The results of this query are no longer kept");
  const columnar::QueryResult& result = *execution.result;
  FIRN_TRY(const size_t begin, PositionOf(execution, input.next_token, result.rows.rows()));
  const auto limit = static_cast<size_t>(input.max_results.value_or(1000));
  api_athena::GetQueryResultsOutput output;
  output.update_count = 0;
  auto& set = output.result_set.emplace();
  Describe(result, set);
  auto& rows = set.rows.emplace();
  // The first page of a SELECT begins with the names of the columns, which counts as a row.
  if (!input.next_token && execution.statement.type() == "DML") {
    auto& header = rows.emplace_back().data.emplace();
    for (const auto& column : result.columns) header.emplace_back().var_char_value = column.name;
  }
  size_t row = begin;
  for (; row < result.rows.rows() && rows.size() < limit; ++row) {
    auto& data = rows.emplace_back().data.emplace();
    for (size_t i = 0; i < result.columns.size(); ++i) {
      auto& cell = data.emplace_back();
      const columnar::Column& column = result.rows.column(i);
      if (!column.is_null(row)) cell.var_char_value = columnar::CellText(column, row);
    }
  }
  if (row < result.rows.rows()) output.next_token = TokenOf(execution, row);
  return output;
}

}  // namespace firn::services::athena
