#include "services/athena/athena.h"

#include <algorithm>
#include <charconv>

#include "columnar/cell.h"
#include "services/athena/catalogs.h"
#include "services/athena/definitions.h"
#include "services/athena/sql_text.h"

namespace firn::services::athena {
namespace {

namespace api_athena = api::athena;

constexpr size_t kExecutionsMax = 256;
constexpr size_t kResultsMax = 32;  // executions that still hold their rows

struct S3Place {
  std::string bucket;
  std::string prefix;  // empty, or with a slash at its end
};

std::optional<S3Place> PlaceOf(std::string_view location) {
  constexpr std::string_view kScheme = "s3://";
  if (!location.starts_with(kScheme)) return {};
  location.remove_prefix(kScheme.size());
  const size_t slash = std::min(location.find('/'), location.size());
  S3Place place{std::string(location.substr(0, slash)),
                std::string(location.substr(std::min(slash + 1, location.size())))};
  if (place.bucket.empty()) return {};
  if (!place.prefix.empty() && !place.prefix.ends_with('/')) place.prefix += '/';
  return place;
}

void WriteCsvCell(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

std::string CsvOf(const columnar::QueryResult& result) {
  std::string csv;
  for (size_t i = 0; i < result.columns.size(); ++i) {
    if (i > 0) csv += ',';
    WriteCsvCell(result.columns[i].name, csv);
  }
  csv += '\n';
  for (size_t row = 0; row < result.rows.rows(); ++row) {
    for (size_t i = 0; i < result.columns.size(); ++i) {
      if (i > 0) csv += ',';
      const columnar::Column& column = result.rows.column(i);
      if (!column.is_null(row)) WriteCsvCell(columnar::CellText(column, row), csv);
    }
    csv += '\n';
  }
  return csv;
}

// What SHOW and DESCRIBE leave in a bucket: lines without names and quotes.
std::string LinesOf(const columnar::QueryResult& result) {
  std::string lines;
  for (size_t row = 0; row < result.rows.rows(); ++row) {
    for (size_t i = 0; i < result.columns.size(); ++i) {
      if (i > 0) lines += '\t';
      lines += columnar::CellText(result.rows.column(i), row);
    }
    lines += '\n';
  }
  return lines;
}

// Everything that makes two requests with one token the same.
std::string RequestText(const api_athena::StartQueryExecutionInput& input) {
  std::string text = input.query_string;
  const auto add = [&](const std::optional<std::string>& part) {
    text += '\0' + part.value_or("\x01");
  };
  add(input.work_group);
  const auto context = input.query_execution_context.value_or(api_athena::QueryExecutionContext{});
  add(context.catalog);
  add(context.database);
  add(input.result_configuration ? input.result_configuration->output_location : std::nullopt);
  for (const std::string& parameter :
       input.execution_parameters.value_or(std::vector<std::string>{}))
    add(parameter);
  return text;
}

std::string ContextCatalog(const Execution& execution) {
  const auto& context = execution.input.query_execution_context;
  return context ? context->catalog.value_or(std::string(kDefaultCatalog))
                 : std::string(kDefaultCatalog);
}

std::string ContextDatabase(const Execution& execution) {
  const auto& context = execution.input.query_execution_context;
  return context ? context->database.value_or("default") : "default";
}

// The parser's failure, with its position where it gave one.
std::string SyntaxText(const std::string& sql, const Error& error) {
  for (const auto& [name, value] : error.fields) {
    size_t offset = 0;
    if (name != "position" ||
        std::from_chars(value.data(), value.data() + value.size(), offset).ec != std::errc()) {
      continue;
    }
    return "SYNTAX_ERROR: " + PositionText(sql, offset) + ": " + error.message;
  }
  return FailureText(sql, error.message);
}

}  // namespace

Result<std::string> Athena::Start(const api::Call& call,
                                  const api_athena::StartQueryExecutionInput& input) {
  FIRN_TRY(Execution execution, Prepare(call, input));
  const std::string id = execution.id;
  const bool is_query = execution.statement.kind == Statement::Kind::kQuery;
  FIRN_TRY(std::string known, Remember(std::move(execution)));
  if (known != id) return known;
  if (is_query) {
    with.execute([this, id] { Run(id); });
  } else {
    Run(id);  // a few calls to Glue: whoever looks next sees what was made
  }
  return id;
}

Result<Execution> Athena::Prepare(const api::Call& call,
                                  const api_athena::StartQueryExecutionInput& input) const {
  const state::Snapshot reader = with.store.Read();
  FIRN_TRY(const WorkGroupRecord group,
           FindWorkGroup(reader, call, input.work_group.value_or(std::string(kPrimary))));
  if (group.state != "ENABLED") {
    return api_athena::InvalidRequestException("WorkGroup " + group.name + " is disabled.");
  }
  if (input.engine_configuration) return NotImplementedHere("EngineConfiguration");
  Execution execution;
  FIRN_TRY(execution.place, ResultPlaceOf(group, input.result_configuration));
  execution.call = call;
  execution.input = input;
  execution.id = with.random.Uuid();
  execution.work_group = group.name;
  execution.scanned_bytes_max = group.configuration.bytes_scanned_cutoff_per_query;
  execution.submitted = with.clock.Now();
  execution.status.state = "QUEUED";
  execution.status.submission_date_time = execution.submitted;
  execution.sql = input.query_string;
  auto statement = ParseStatement(execution.sql);
  if (!statement) return api_athena::InvalidRequestException(statement.error().message);
  std::vector<std::string> arguments =
      input.execution_parameters.value_or(std::vector<std::string>{});
  if (statement->kind == Statement::Kind::kExecute) {
    FIRN_TRY(const auto prepared,
             state::LoadShared<PreparedStatementRecord>(
                 reader, PreparedStatementKey(call, group.name, statement->prepared)));
    if (prepared == nullptr) {
      return api_athena::InvalidRequestException("PreparedStatement " + statement->prepared +
                                                 " was not found in workGroup " + group.name);
    }
    if (arguments.empty()) arguments = statement->arguments;
    execution.sql = prepared->statement.query_statement.value_or("");
    statement = ParseStatement(execution.sql);
    if (!statement || statement->kind != Statement::Kind::kQuery)
      return NotImplementedHere("This prepared statement");
  }
  execution.arguments = std::move(arguments);
  execution.statement = *std::move(statement);
  if (!execution.place.kept_by_service) {
    const auto place = PlaceOf(execution.place.configuration.output_location.value_or(""));
    if (!place)
      return api_athena::InvalidRequestException("outputLocation is not a valid S3 path.");
    execution.output_object = "s3://" + place->bucket + "/" + place->prefix + execution.id +
                              (execution.statement.type() == "DML" ? ".csv" : ".txt");
  }
  return execution;
}

Result<std::string> Athena::Remember(Execution execution) {
  const api_athena::StartQueryExecutionInput& input = execution.input;
  const std::string id = execution.id;
  const sys::Lock lock(mutex_);
  if (input.client_request_token) {
    const std::string token =
        state::Key(execution.call.account, execution.call.region, *input.client_request_token);
    const auto [known, fresh] = tokens_.try_emplace(token, Started{id, RequestText(input)});
    if (!fresh && known->second.request == RequestText(input)) return known->second.id;
    if (!fresh) return api_athena::InvalidRequestException("Idempotent parameters do not match");
  }
  order_.push_back(id);
  executions_.emplace(id, std::move(execution));
  size_t with_rows = 0;
  for (auto newest = order_.rbegin(); newest != order_.rend(); ++newest) {
    Execution& kept = executions_.at(*newest);
    if (kept.result && ++with_rows > kResultsMax) kept.result.reset();
  }
  if (order_.size() <= kExecutionsMax) return id;
  std::erase_if(tokens_, [&](const auto& token) { return token.second.id == order_.front(); });
  executions_.erase(order_.front());
  order_.pop_front();
  return id;
}

Result<Execution> Athena::Find(const api::Call& call, const std::string& id) const {
  const sys::Lock lock(mutex_);
  const auto found = executions_.find(id);
  if (found == executions_.end() || found->second.call.account != call.account ||
      found->second.call.region != call.region) {
    return api_athena::InvalidRequestException("QueryExecution " + id + " was not found");
  }
  return found->second;
}

std::vector<std::string> Athena::List(const api::Call& call, const std::string& work_group) const {
  std::vector<std::string> ids;
  const sys::Lock lock(mutex_);
  for (auto newest = order_.rbegin(); newest != order_.rend(); ++newest) {
    const Execution& execution = executions_.at(*newest);
    if (execution.call.account == call.account && execution.call.region == call.region &&
        execution.work_group == work_group) {
      ids.push_back(*newest);
    }
  }
  return ids;
}

std::string Athena::WorkGroupArnOf(const api::Call& call, const std::string& id) const {
  const auto execution = Find(call, id);
  return WorkGroupArn(call, execution ? execution->work_group : std::string(kPrimary));
}

void Athena::Forget(const api::Call& call, const std::string& work_group) {
  const std::vector<std::string> gone = List(call, work_group);
  const sys::Lock lock(mutex_);
  for (const std::string& id : gone) {
    const auto found = executions_.find(id);
    if (found == executions_.end()) continue;
    executions_.erase(found);
    order_.remove(id);
    std::erase_if(tokens_, [&](const auto& token) { return token.second.id == id; });
  }
}

Result<void> Athena::Stop(const api::Call& call, const std::string& id) {
  FIRN_OK(Find(call, id));
  const sys::Lock lock(mutex_);
  const auto found = executions_.find(id);
  if (found != executions_.end()) found->second.stop_asked = true;
  return {};
}

bool Athena::StopAsked(const std::string& id) const {
  if (stopping_) return true;
  const sys::Lock lock(mutex_);
  const auto found = executions_.find(id);
  return found == executions_.end() || found->second.stop_asked;
}

void Athena::Run(const std::string& id) {
  Execution execution;
  {
    const sys::Lock lock(mutex_);
    const auto found = executions_.find(id);
    if (found == executions_.end()) return;
    found->second.status.state = "RUNNING";
    found->second.begun = with.clock.Now();
    execution = found->second;
  }
  auto result = Execute(execution);
  const Time computed = with.clock.Now();
  std::optional<Error> failure;
  if (!result) {
    failure = result.error();
  } else if (auto written = WriteOutput(execution, *result); !written) {
    failure = written.error();
  }
  const Time end = with.clock.Now();
  const sys::Lock lock(mutex_);
  const auto found = executions_.find(id);
  if (found == executions_.end()) return;
  Execution& done = found->second;
  done.queue_time = execution.begun - execution.submitted;
  done.planning_time = execution.planning_time;
  done.engine_time = computed - execution.begun;
  done.service_time = end - computed;
  done.scanned_bytes = execution.scanned_bytes;
  done.status.completion_date_time = end;
  if (!failure) {
    done.status.state = "SUCCEEDED";
    done.result = std::make_shared<const columnar::QueryResult>(*std::move(result));
    return;
  }
  done.status.state = done.stop_asked ? "CANCELLED" : "FAILED";
  done.status.state_change_reason = failure->message;
  auto& error = done.status.athena_error.emplace();
  error.error_category =
      failure->kind == Kind::kInternal || failure->kind == Kind::kCorrupt ? 1 : 2;
  error.error_message = failure->message;
  error.retryable = failure->kind == Kind::kUnavailable || failure->kind == Kind::kThrottled;
}

Result<columnar::QueryResult> Athena::Execute(Execution& execution) const {
  if (StopAsked(execution.id)) return Fail(Kind::kCanceled, "Query was cancelled by the user");
  const Statement& statement = execution.statement;
  if (statement.kind == Statement::Kind::kQuery) {
    if (!execution.arguments.empty()) {
      FIRN_TRY(execution.sql, WithArguments(execution.sql, execution.arguments));
    }
    return Query(execution);
  }
  NameContext context;
  const std::string catalog =
      statement.catalog.empty() ? ContextCatalog(execution) : statement.catalog;
  FIRN_TRY(context.glue_catalog, GlueCatalogOf(with.store.Read(), execution.call, catalog));
  context.database = statement.database.empty() ? ContextDatabase(execution) : statement.database;
  return RunDefinition(with.glue, execution.call, statement, context);
}

Result<columnar::QueryResult> Athena::Query(Execution& execution) const {
  const auto names = engine_.TablesReferenced(execution.sql);
  if (!names) return Fail(names.error().kind, SyntaxText(execution.sql, names.error()));
  std::vector<columnar::TableSource> sources;
  for (const columnar::TableName& name : *names) {
    FIRN_TRY(auto found, Resolve(execution, name));
    execution.scanned_bytes += found.bytes;
    sources.push_back(std::move(found.source));
  }
  if (execution.scanned_bytes_max && execution.scanned_bytes > *execution.scanned_bytes_max) {
    return Fail(Kind::kInvalid, "Query cancelled! : Bytes scanned limit was exceeded");
  }
  columnar::QueryOptions options;
  options.default_catalog = ContextCatalog(execution);
  options.default_schema = ContextDatabase(execution);
  options.stop = [this, id = execution.id] { return StopAsked(id); };
  execution.planning_time = with.clock.Now() - execution.begun;
  auto result = engine_.Query(execution.sql, sources, options);
  if (result || result.error().kind == Kind::kCanceled) return result;
  return Fail(result.error().kind, FailureText(execution.sql, result.error().message));
}

Result<TableFiles::Found> Athena::Resolve(const Execution& execution,
                                          const columnar::TableName& name) const {
  columnar::TableName full = name;
  if (full.catalog.empty()) full.catalog = ContextCatalog(execution);
  if (full.schema.empty()) full.schema = ContextDatabase(execution);
  api::glue::GetTableInput input;
  FIRN_TRY(input.catalog_id, GlueCatalogOf(with.store.Read(), execution.call, full.catalog));
  input.database_name = full.schema;
  input.name = full.table;
  const auto found = with.glue.GetTable(execution.call, input);
  const std::string shown = full.catalog + "." + full.schema + "." + full.table;
  if (!found && found.error().kind == Kind::kNotFound) {
    return Fail(Kind::kNotFound, "TABLE_NOT_FOUND: " + PositionText(execution.sql, name.offset) +
                                     ": Table '" + shown + "' does not exist");
  }
  if (!found && found.error().kind == Kind::kDenied) {
    return Fail(Kind::kDenied,
                "Insufficient permissions to execute the query. " + found.error().message);
  }
  if (!found) return Fail(found.error());
  const api::glue::Table& table = *found->table;
  if (!table.federated_table || !table.federated_table->identifier) {
    return Fail(
        Kind::kUnsupported,
        "Table '" + shown + "' does not lie in a table bucket; only such tables can be read");
  }
  const std::string& arn = *table.federated_table->identifier;
  FIRN_OK(MayRead(execution.call, table, arn));
  FIRN_TRY(auto readable, with.files.SourceOf(execution.call, arn));
  readable.source.catalog = full.catalog;
  readable.source.schema = full.schema;
  readable.source.table = full.table;
  return readable;
}

// Glue has shown the table; its data is Lake Formation's to give, or S3 Tables' where IAM alone
// decides.
Result<void> Athena::MayRead(const api::Call& call, const api::glue::Table& table,
                             const std::string& table_arn) const {
  authz::Need need{"s3tables:GetTableData", table_arn, {}, {}};
  if (table.is_registered_with_lake_formation.value_or(false)) {
    need = {"lakeformation:GetDataAccess", "*", {}, {}};
    // A link names its target in the federated table, whose names are the ones that grants are made
    // on.
    const std::string database = table.federated_table->database_identifier.value_or("");
    const size_t bar = database.find('|');
    const auto arn = Arn::Parse(table_arn);
    if (!arn || bar == std::string::npos)
      return Fail(Kind::kInternal, "a federated table without its names");
    const std::string bucket = arn->resource.substr(7, arn->resource.find('/', 7) - 7);
    const authz::LakeResource resource{
        arn->account + ":s3tablescatalog/" + bucket, database.substr(bar + 1),
        table.target_table ? table.target_table->name.value_or("") : table.name};
    need.lake = authz::LakeNeed{"SELECT", resource, call.region.text()};
  }
  auto allowed = with.gate.Authorize(call.principal, api::CircumstancesOf(call), {need});
  if (allowed) return {};
  return Fail(Kind::kDenied,
              "Insufficient permissions to execute the query. " + allowed.error().message);
}

Result<void> Athena::WriteOutput(const Execution& execution,
                                 const columnar::QueryResult& result) const {
  if (execution.output_object.empty()) return {};
  const auto place = PlaceOf(execution.output_object);
  const auto& configuration = execution.place.configuration;
  api::s3::PutObjectInput input;
  input.bucket = place->bucket;
  input.key = place->prefix.substr(0, place->prefix.size() - 1);
  input.content_type = "application/octet-stream";
  input.expected_bucket_owner = configuration.expected_bucket_owner;
  if (configuration.acl_configuration) input.acl = "bucket-owner-full-control";
  if (const auto& encryption = configuration.encryption_configuration) {
    const bool own_key = encryption->encryption_option == "SSE_KMS";
    input.server_side_encryption = own_key ? "aws:kms" : "AES256";
    if (own_key) input.ssekms_key_id = encryption->kms_key;
  }
  input.body = wire::Body(execution.statement.type() == "DML" ? CsvOf(result) : LinesOf(result));
  auto put = with.s3.PutObject(execution.call, input);
  if (put) return {};
  return Fail(put.error().kind, "Unable to verify/create output bucket " + place->bucket + ": " +
                                    put.error().message);
}

}  // namespace firn::services::athena
