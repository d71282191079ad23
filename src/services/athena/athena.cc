#include "services/athena/athena.h"

#include <algorithm>

#include "columnar/cell.h"

namespace firn::services::athena {
namespace {

namespace api_athena = api::athena;

constexpr size_t kExecutionsMax = 256;
constexpr size_t kResultsMax = 32;  // executions that still hold their rows
constexpr std::string_view kDefaultCatalog = "AwsDataCatalog";

struct S3Place {
  std::string bucket;
  std::string prefix;  // empty, or with a slash at its end
};

std::optional<S3Place> PlaceOf(std::string_view location) {
  constexpr std::string_view kScheme = "s3://";
  if (!location.starts_with(kScheme)) return {};
  location.remove_prefix(kScheme.size());
  const size_t slash = std::min(location.find('/'), location.size());
  S3Place place{std::string(location.substr(0, slash)), std::string(location.substr(std::min(slash + 1, location.size())))};
  if (place.bucket.empty()) return {};
  if (!place.prefix.empty() && !place.prefix.ends_with('/')) place.prefix += '/';
  return place;
}

// A statement's name for a catalog as Glue's CatalogId: nothing for the default one.
std::optional<std::string> CatalogIdOf(const std::string& catalog) {
  if (catalog.empty() || catalog == kDefaultCatalog) return {};
  return catalog;
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

}  // namespace

std::string WorkGroupArn(const api::Call& call, const std::optional<std::string>& name) {
  return Arn::Of("athena", call.region, call.account, "workgroup/" + name.value_or("primary")).text();
}

std::string Athena::Start(const api::Call& call, const api_athena::StartQueryExecutionInput& input) {
  Execution execution;
  execution.call = call;
  execution.input = input;
  execution.id = with_.random.Uuid();
  execution.begun = with_.clock.Now();
  execution.status.state = "QUEUED";
  execution.status.submission_date_time = execution.begun;
  if (input.result_configuration && input.result_configuration->output_location) {
    if (const auto place = PlaceOf(*input.result_configuration->output_location)) {
      execution.output_object = "s3://" + place->bucket + "/" + place->prefix + execution.id + ".csv";
    }
  }
  const std::string id = execution.id;
  {
    const sys::Lock lock(mutex_);
    order_.push_back(id);
    executions_.emplace(id, std::move(execution));
    size_t with_rows = 0;
    for (auto newest = order_.rbegin(); newest != order_.rend(); ++newest) {
      Execution& kept = executions_.at(*newest);
      if (kept.result && ++with_rows > kResultsMax) kept.result.reset();
    }
    if (order_.size() > kExecutionsMax) {
      executions_.erase(order_.front());
      order_.pop_front();
    }
  }
  with_.execute([this, id] { Run(id); });
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
    execution = found->second;
  }
  int64_t scanned = 0;
  auto result = Execute(execution, scanned);
  std::optional<Error> failure;
  if (!result) {
    failure = result.error();
  } else if (auto written = WriteOutput(execution, *result); !written) {
    failure = written.error();
  }
  const Time end = with_.clock.Now();
  const sys::Lock lock(mutex_);
  const auto found = executions_.find(id);
  if (found == executions_.end()) return;
  Execution& done = found->second;
  done.engine_time = end - execution.begun;
  done.scanned_bytes = scanned;
  done.status.completion_date_time = end;
  if (!failure) {
    done.status.state = "SUCCEEDED";
    done.result = std::make_shared<const columnar::QueryResult>(*std::move(result));
    return;
  }
  done.status.state = done.stop_asked ? "CANCELLED" : "FAILED";
  done.status.state_change_reason = failure->message;
  auto& error = done.status.athena_error.emplace();
  error.error_category = failure->kind == Kind::kInternal || failure->kind == Kind::kCorrupt ? 1 : 2;
  error.error_message = failure->message;
  error.retryable = failure->kind == Kind::kUnavailable || failure->kind == Kind::kThrottled;
}

Result<columnar::QueryResult> Athena::Execute(const Execution& execution, int64_t& scanned_bytes) {
  const std::string& sql = execution.input.query_string;
  FIRN_TRY(const auto names, engine_.TablesReferenced(sql));
  std::vector<columnar::TableSource> sources;
  for (const columnar::TableName& name : names) {
    FIRN_TRY(auto found, Resolve(execution, name));
    scanned_bytes += found.bytes;
    sources.push_back(std::move(found.source));
  }
  const auto context = execution.input.query_execution_context.value_or(api_athena::QueryExecutionContext{});
  columnar::QueryOptions options;
  options.default_catalog = context.catalog.value_or(std::string(kDefaultCatalog));
  options.default_schema = context.database.value_or("default");
  options.stop = [this, id = execution.id] { return StopAsked(id); };
  auto result = engine_.Query(sql, sources, options);
  if (!result && result.error().code == "TABLE_NOT_FOUND") {
    return Fail(Kind::kNotFound, "TABLE_NOT_FOUND: " + result.error().message);
  }
  return result;
}

Result<TableFiles::Found> Athena::Resolve(const Execution& execution, const columnar::TableName& name) const {
  const auto context = execution.input.query_execution_context.value_or(api_athena::QueryExecutionContext{});
  columnar::TableName full = name;
  if (full.catalog.empty()) full.catalog = context.catalog.value_or(std::string(kDefaultCatalog));
  if (full.schema.empty()) full.schema = context.database.value_or("default");
  api::glue::GetTableInput input;
  input.catalog_id = CatalogIdOf(full.catalog);
  input.database_name = full.schema;
  input.name = full.table;
  const auto found = with_.glue.GetTable(execution.call, input);
  const std::string shown = full.catalog + "." + full.schema + "." + full.table;
  if (!found && found.error().kind == Kind::kNotFound) {
    return Fail(Kind::kNotFound, "TABLE_NOT_FOUND: line 1:1: Table '" + shown + "' does not exist");
  }
  if (!found && found.error().kind == Kind::kDenied) {
    return Fail(Kind::kDenied, "Insufficient permissions to execute the query. " + found.error().message);
  }
  if (!found) return Fail(found.error());
  const api::glue::Table& table = *found->table;
  if (!table.federated_table || !table.federated_table->identifier) {
    return Fail(Kind::kUnsupported, "Table '" + shown + "' does not lie in a table bucket; only such tables can be read");
  }
  const std::string& arn = *table.federated_table->identifier;
  FIRN_OK(MayRead(execution.call, table, arn));
  FIRN_TRY(auto readable, with_.files.SourceOf(execution.call, arn));
  readable.source.catalog = full.catalog;
  readable.source.schema = full.schema;
  readable.source.table = full.table;
  return readable;
}

// Glue has shown the table; its data is Lake Formation's to give, or S3 Tables' where IAM alone decides.
Result<void> Athena::MayRead(const api::Call& call, const api::glue::Table& table, const std::string& table_arn) const {
  authz::Need need{"s3tables:GetTableData", table_arn, {}, {}};
  if (table.is_registered_with_lake_formation.value_or(false)) {
    need = {"lakeformation:GetDataAccess", "*", {}, {}};
    // A link names its target in the federated table, whose names are the ones that grants are made on.
    const std::string database = table.federated_table->database_identifier.value_or("");
    const size_t bar = database.find('|');
    const auto arn = Arn::Parse(table_arn);
    if (!arn || bar == std::string::npos) return Fail(Kind::kInternal, "a federated table without its names");
    const std::string bucket = arn->resource.substr(7, arn->resource.find('/', 7) - 7);
    const authz::LakeResource resource{arn->account + ":s3tablescatalog/" + bucket, database.substr(bar + 1),
                                       table.target_table ? table.target_table->name.value_or("") : table.name};
    need.lake = authz::LakeNeed{"SELECT", resource, call.region.text()};
  }
  auto allowed = with_.gate.Authorize(call.principal, api::CircumstancesOf(call), {need});
  if (allowed) return {};
  return Fail(Kind::kDenied, "Insufficient permissions to execute the query. " + allowed.error().message);
}

Result<void> Athena::WriteOutput(const Execution& execution, const columnar::QueryResult& result) {
  if (execution.output_object.empty()) return {};
  const auto place = PlaceOf(execution.output_object);
  api::s3::PutObjectInput input;
  input.bucket = place->bucket;
  input.key = place->prefix.substr(0, place->prefix.size() - 1);
  input.content_type = "application/octet-stream";
  input.body = wire::Body(CsvOf(result));
  auto put = with_.s3.PutObject(execution.call, input);
  if (put) return {};
  return Fail(put.error().kind, "Unable to verify/create output bucket " + place->bucket + ": " + put.error().message);
}

}  // namespace firn::services::athena
