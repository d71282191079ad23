#include "columnar/engine.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <unordered_map>

#include "base/encoding.h"
#include "columnar/detail/source_sql.h"
#include "columnar/detail/vectors.h"
#include "columnar/limits.h"
#include "columnar/scalar_text.h"
#include "sys/thread.h"

namespace firn::columnar {
namespace {

using duck::QuoteName;
using duck::QuoteText;

constexpr uint64_t kVectorRows = 2048;  // the engine's unit of work
// The engine cuts longer text in its statistics.
constexpr size_t kTextBoundBytes = 255;
// Where the first row group of every Parquet file begins.
constexpr int64_t kFirstSplit = 4;

// What the engine's table function reads while one file is written. Rows are claimed a row group at
// a time, so that threads fill row groups of full size and begin at multiples of 2048.
struct BatchSource {
  std::span<const Batch* const> batches;
  uint64_t stride;
  unsigned threads;
  std::atomic<uint64_t> next{0};

  struct Claim {
    const Batch* batch = nullptr;
    uint64_t begin = 0;
    uint64_t end = 0;
  };
  // The next rows nobody has, or an empty claim.
  Claim Take() {
    uint64_t ticket = next.fetch_add(1);
    for (const Batch* batch : batches) {
      uint64_t pieces = (batch->rows() + stride - 1) / stride;
      if (ticket < pieces)
        return {batch, ticket * stride, std::min<uint64_t>(batch->rows(), (ticket + 1) * stride)};
      ticket -= pieces;
    }
    return {};
  }
};

// The sources of the files being written, by the number that stands in their statements.
class Sources {
 public:
  int64_t Add(BatchSource* source) {
    sys::Lock lock(mutex_);
    sources_[++last_] = source;
    return last_;
  }
  void Remove(int64_t token) {
    sys::Lock lock(mutex_);
    sources_.erase(token);
  }
  BatchSource* Find(int64_t token) {
    sys::Lock lock(mutex_);
    auto found = sources_.find(token);
    return found == sources_.end() ? nullptr : found->second;
  }

 private:
  sys::Mutex mutex_;
  std::unordered_map<int64_t, BatchSource*> sources_;
  int64_t last_ = 0;
};

void BindSource(duckdb_bind_info info) {
  duck::Value parameter(duckdb_bind_get_parameter(info, 0));
  auto* sources = static_cast<Sources*>(duckdb_bind_get_extra_info(info));
  BatchSource* source = sources->Find(duckdb_get_int64(parameter.get()));
  if (source == nullptr) return duckdb_bind_set_error(info, "no such batch");
  uint64_t rows = 0;
  for (const Batch* batch : source->batches) rows += batch->rows();
  for (const Field& field : source->batches.front()->schema()) {
    duckdb_bind_add_result_column(info, field.name.c_str(), duck::TypeHandle(field.type).get());
  }
  duckdb_bind_set_cardinality(info, rows, true);
  duckdb_bind_set_bind_data(info, source, nullptr);
}

void InitSource(duckdb_init_info info) {
  auto* source = static_cast<BatchSource*>(duckdb_init_get_bind_data(info));
  source->next = 0;
  duckdb_init_set_max_threads(info, source->threads);
}

void InitThread(duckdb_init_info info) {
  duckdb_init_set_init_data(info, new BatchSource::Claim,
                            [](void* claim) { delete static_cast<BatchSource::Claim*>(claim); });
}

void ReadSource(duckdb_function_info info, duckdb_data_chunk output) {
  auto& source = *static_cast<BatchSource*>(duckdb_function_get_bind_data(info));
  auto& claim = *static_cast<BatchSource::Claim*>(duckdb_function_get_local_init_data(info));
  if (claim.begin == claim.end) claim = source.Take();
  const uint64_t count = std::min(kVectorRows, claim.end - claim.begin);
  if (count > 0) {
    for (size_t i = 0; i < claim.batch->columns(); ++i) {
      duck::Emit(claim.batch->column(i), claim.begin, count,
                 duckdb_data_chunk_get_vector(output, i));
    }
  }
  claim.begin += count;
  duckdb_data_chunk_set_size(output, count);
}

Result<void> Register(const duck::Connection& connection, Sources* sources) {
  duck::Owner<duckdb_table_function, duckdb_destroy_table_function> function(
      duckdb_create_table_function());
  duckdb_table_function_set_name(function.get(), "firn_batches");
  duck::LogicalType token(duckdb_create_logical_type(DUCKDB_TYPE_BIGINT));
  duckdb_table_function_add_parameter(function.get(), token.get());
  duckdb_table_function_set_extra_info(function.get(), sources, nullptr);
  duckdb_table_function_set_bind(function.get(), BindSource);
  duckdb_table_function_set_init(function.get(), InitSource);
  duckdb_table_function_set_local_init(function.get(), InitThread);
  duckdb_table_function_set_function(function.get(), ReadSource);
  if (duckdb_register_table_function(connection.get(), function.get()) != DuckDBSuccess) {
    return Fail(Kind::kInternal, "The engine refuses its table function");
  }
  return {};
}

// {"a": 1, "tags": {__duckdb_field_id: 2, "key": 3, "value": 4}}
std::string FieldIds(const std::vector<Field>& fields) {
  std::string out = "{";
  for (const Field& field : fields) {
    if (out.size() > 1) out += ", ";
    out += QuoteName(field.name) + ": ";
    if (!field.type.nested()) {
      out += std::to_string(field.id);
      continue;
    }
    std::string inner = FieldIds(field.type.fields);
    out += "{__duckdb_field_id: " + std::to_string(field.id) +
           (inner == "{}" ? "}" : ", " + inner.substr(1));
  }
  return out + "}";
}

std::string CopySql(const std::string& select, const Schema& schema, const std::string& path,
                    const WriteOptions& options, uint64_t row_group_rows) {
  std::string order;
  for (const SortKey& key : options.sort) {
    order += order.empty() ? " ORDER BY " : ", ";
    order += QuoteName(key.column) + (key.descending ? " DESC" : " ASC") +
             (key.nulls_first ? " NULLS FIRST" : " NULLS LAST");
  }
  return "COPY (" + select + order + ") TO " + QuoteText(path) +
         " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL " +
         std::to_string(options.zstd_level) + ", ROW_GROUP_SIZE " + std::to_string(row_group_rows) +
         ", USE_TMP_FILE false, RETURN_STATS, FIELD_IDS " + FieldIds(schema) + ")";
}

// The leaves of a schema by the path the engine's statistics call them: "a"."element".
struct Leaf {
  int field_id;
  const ColumnType* type;
  bool repeated;  // inside a list or map
};

void CollectLeaves(const std::vector<Field>& fields, const std::string& prefix, bool repeated,
                   std::map<std::string, Leaf, std::less<>>& out) {
  for (const Field& field : fields) {
    std::string path = prefix + QuoteName(field.name);
    if (!field.type.nested()) out[path] = {field.id, &field.type, repeated};
    CollectLeaves(field.type.fields, path + ".",
                  repeated || (field.type.nested() && field.type.id != TypeId::kStruct), out);
  }
}

// A bound as the engine's statistics write it, or nothing when its text is no safe source.
std::optional<Scalar> ParseBound(const ColumnType& type, std::string_view text) {
  auto wrap = [](auto value) -> std::optional<Scalar> {
    if (!value) return std::nullopt;
    return Scalar(*std::move(value));
  };
  switch (type.id) {
    case TypeId::kBool:
      return text == "1" || text == "0" ? std::optional<Scalar>(text == "1") : std::nullopt;
    case TypeId::kInt32: {
      auto value = ParseInteger(text);
      if (!value) return std::nullopt;
      return Scalar(static_cast<int32_t>(*value));
    }
    case TypeId::kInt64: return wrap(ParseInteger(text));
    case TypeId::kFloat: {
      auto value = ParseDouble(text);
      if (!value) return std::nullopt;
      return Scalar(static_cast<float>(*value));
    }
    case TypeId::kDouble: return wrap(ParseDouble(text));
    case TypeId::kDecimal: return wrap(ParseDecimal(text, type.precision, type.scale));
    case TypeId::kDate: return wrap(ParseDate(text));
    case TypeId::kTime: return wrap(ParseTime(text));
    case TypeId::kTimestamp:
    case TypeId::kTimestampTz: return wrap(ParseTimestamp(text));
    case TypeId::kUuid: return wrap(ParseUuid(text));
    case TypeId::kString:
      // A backslash may be one, or the engine's way of writing a byte it does not print.
      if (text.size() > kTextBoundBytes || text.find('\\') != std::string_view::npos ||
          !IsUtf8(text)) {
        return std::nullopt;
      }
      return Scalar(std::string(text));
    default: return std::nullopt;  // binary is written in a form that is not told apart from text
  }
}

void WidenZero(ColumnStats& stats) {
  auto widen = [](std::optional<Scalar>& bound, double zero) {
    if (!bound) return;
    if (auto* value = std::get_if<double>(&*bound); value && *value == 0) *value = zero;
    if (auto* value = std::get_if<float>(&*bound); value && *value == 0)
      *value = static_cast<float>(zero);
  };
  widen(stats.lower, -0.0);
  widen(stats.upper, 0.0);
}

ColumnStats ParseStats(const Leaf& leaf,
                       const std::map<std::string, std::string, std::less<>>& said) {
  ColumnStats stats;
  auto number = [&](std::string_view key) -> std::optional<int64_t> {
    auto found = said.find(key);
    return found == said.end() ? std::nullopt : ParseInteger(found->second);
  };
  stats.column_bytes = number("column_size_bytes");
  stats.value_count = number("num_values");
  stats.null_count = number("null_count");
  auto nan = said.find("has_nan");
  if (nan != said.end() && nan->second == "false") stats.nan_count = 0;
  if (leaf.repeated) return stats;
  if (auto least = said.find("min"); least != said.end())
    stats.lower = ParseBound(*leaf.type, least->second);
  if (auto most = said.find("max"); most != said.end())
    stats.upper = ParseBound(*leaf.type, most->second);
  if (leaf.type->id == TypeId::kString) {
    if (stats.lower) stats.lower = Scalar(LowerTextBound(std::get<std::string>(*stats.lower)));
    if (stats.upper) {
      auto upper = UpperTextBound(std::get<std::string>(*stats.upper));
      stats.upper = upper ? std::optional<Scalar>(Scalar(*upper)) : std::nullopt;
    }
  }
  WidenZero(stats);
  return stats;
}

// Reads the row that COPY … RETURN_STATS gives: file name, rows, bytes, footer bytes, a map of
// maps, partition keys.
Result<FileStats> ReadStats(duck::Outcome& outcome, const Schema& schema) {
  FileStats stats;
  std::map<std::string, Leaf, std::less<>> leaves;
  CollectLeaves(schema, "", false, leaves);
  duck::Chunk chunk = outcome.Fetch();
  if (!chunk || duckdb_data_chunk_get_size(chunk.get()) != 1) {
    return Fail(Kind::kInternal, "The engine gave no statistics of the file it wrote");
  }
  auto column = [&](idx_t index) { return duckdb_data_chunk_get_vector(chunk.get(), index); };
  stats.rows = static_cast<int64_t>(duck::At<uint64_t>(column(1), 0));
  stats.file_bytes = static_cast<int64_t>(duck::At<uint64_t>(column(2), 0));
  duckdb_vector entries = duckdb_list_vector_get_child(column(4));
  duckdb_vector names = duckdb_struct_vector_get_child(entries, 0);
  duckdb_vector maps = duckdb_struct_vector_get_child(entries, 1);
  duckdb_vector pairs = duckdb_list_vector_get_child(maps);
  const auto& range = duck::At<duckdb_list_entry>(column(4), 0);
  for (idx_t at = range.offset; at < range.offset + range.length; ++at) {
    auto leaf = leaves.find(duck::TextAt(names, at));
    if (leaf == leaves.end()) continue;
    std::map<std::string, std::string, std::less<>> said;
    const auto& inner = duck::At<duckdb_list_entry>(maps, at);
    for (idx_t i = inner.offset; i < inner.offset + inner.length; ++i) {
      duckdb_vector keys = duckdb_struct_vector_get_child(pairs, 0);
      duckdb_vector values = duckdb_struct_vector_get_child(pairs, 1);
      if (!duck::NullAt(values, i))
        said[std::string(duck::TextAt(keys, i))] = duck::TextAt(values, i);
    }
    stats.columns[leaf->second.field_id] = ParseStats(leaf->second, said);
  }
  return stats;
}

Result<std::vector<int64_t>> ReadSplits(const duck::Connection& connection,
                                        const std::string& path) {
  FIRN_TRY(duck::Outcome outcome,
           duck::Run(
               connection,
               "SELECT min(CASE WHEN dictionary_page_offset > 0 THEN least(dictionary_page_offset, "
               "data_page_offset) ELSE data_page_offset END) FROM parquet_metadata(" +
                   QuoteText(path) + ") GROUP BY row_group_id ORDER BY row_group_id"));
  std::vector<int64_t> splits;
  while (duck::Chunk chunk = outcome.Fetch()) {
    duckdb_vector offsets = duckdb_data_chunk_get_vector(chunk.get(), 0);
    for (idx_t row = 0; row < duckdb_data_chunk_get_size(chunk.get()); ++row) {
      splits.push_back(duck::At<int64_t>(offsets, row));
    }
  }
  return splits;
}

uint64_t RowGroupRows(const WriteOptions& options) {
  uint64_t rows = std::max<uint64_t>(options.row_group_rows, kVectorRows);
  return (rows + kVectorRows - 1) / kVectorRows * kVectorRows;
}

}  // namespace

struct Engine::State {
  sys::Mutex mutex;
  duck::Database database;
  std::vector<duck::Connection> idle;
  Sources sources;

  // Runs COPY on a connection of its own and reads its statistics.
  Result<FileStats> Copy(const std::string& sql, const Schema& schema, const std::string& path,
                         uint64_t row_group_rows) {
    FIRN_TRY(duck::Connection connection, Take());
    Result<FileStats> stats = CopyOn(connection, sql, schema, path, row_group_rows);
    sys::Lock lock(mutex);
    idle.push_back(std::move(connection));
    return stats;
  }

 private:
  Result<duck::Connection> Take() {
    sys::Lock lock(mutex);
    if (idle.empty()) return duck::Connect(database);
    duck::Connection connection = std::move(idle.back());
    idle.pop_back();
    return connection;
  }
  static Result<FileStats> CopyOn(const duck::Connection& connection, const std::string& sql,
                                  const Schema& schema, const std::string& path,
                                  uint64_t row_group_rows) {
    FIRN_TRY(duck::Outcome outcome, duck::Run(connection, sql));
    FIRN_TRY(FileStats stats, ReadStats(outcome, schema));
    if (stats.rows > 0 && stats.rows <= static_cast<int64_t>(row_group_rows))
      stats.split_offsets = {kFirstSplit};
    else if (stats.rows > 0) {
      FIRN_TRY(stats.split_offsets, ReadSplits(connection, path));
    }
    return stats;
  }
};

Engine::Engine(EngineOptions options)
    : options_(std::move(options)), state_(std::make_unique<State>()) {}
Engine::~Engine() = default;

Result<Engine::State*> Engine::Open() {
  sys::Lock lock(state_->mutex);
  if (state_->database) return state_.get();
  FIRN_TRY(duck::Database database,
           duck::Open({{"threads", std::to_string(std::max(1u, options_.threads))},
                       {"memory_limit", std::to_string(options_.memory_bytes) + "B"},
                       {"temp_directory", options_.spill_directory},
                       {"preserve_insertion_order", "false"}}));
  FIRN_TRY(duck::Connection connection, duck::Connect(database));
  FIRN_OK(duck::Execute(connection, "SET GLOBAL TimeZone = 'UTC'"));
  FIRN_OK(Register(connection, &state_->sources));
  state_->database = std::move(database);
  return state_.get();
}

Result<FileStats> Engine::WriteParquet(std::span<const Batch* const> batches,
                                       const std::string& path, const WriteOptions& options) {
  if (batches.empty() || batches.front()->columns() == 0) {
    return Fail(Kind::kInvalid, "A Parquet file needs at least one column");
  }
  uint64_t rows = 0;
  for (const Batch* batch : batches) {
    if (batch->schema() != batches.front()->schema())
      return Fail(Kind::kInvalid, "Batches differ in their schema");
    FIRN_OK(batch->Check());
    rows += batch->rows();
  }
  FIRN_TRY(State * state, Open());
  const uint64_t row_group_rows = RowGroupRows(options);
  BatchSource source;
  source.batches = batches;
  source.stride = row_group_rows;
  source.threads = static_cast<unsigned>(std::clamp<uint64_t>(
      (rows + row_group_rows - 1) / row_group_rows, 1, std::max(1u, options.threads)));
  const int64_t token = state->sources.Add(&source);
  std::string select = "SELECT * FROM firn_batches(" + std::to_string(token) + ")";
  const Schema& schema = batches.front()->schema();
  Result<FileStats> written = state->Copy(CopySql(select, schema, path, options, row_group_rows),
                                          schema, path, row_group_rows);
  state->sources.Remove(token);
  FIRN_TRY(FileStats stats, std::move(written));
  if (stats.rows != static_cast<int64_t>(rows))
    return Fail(Kind::kInternal, "The engine wrote another number of rows");
  // Bounds and counts of the values themselves are exact where the engine's are text, cut or
  // absent. Only text the engine gives whole is as good, and comparing text is what costs.
  std::set<int> bounded;
  for (const auto& [id, column] : stats.columns) {
    bool text = column.lower && std::holds_alternative<std::string>(*column.lower);
    if (text && column.upper) bounded.insert(id);
  }
  std::map<int, ColumnStats> exact = StatsOf(batches, bounded);
  for (auto& [id, column] : exact) {
    ColumnStats& said = stats.columns[id];
    column.column_bytes = said.column_bytes;
    if (!bounded.contains(id)) continue;
    column.lower = said.lower;
    column.upper = said.upper;
  }
  stats.columns = std::move(exact);
  return stats;
}

Result<FileStats> Engine::RewriteParquet(const TableSource& source, const Schema& schema,
                                         const std::string& path, const WriteOptions& options) {
  Schema written;
  std::string names;
  for (const Field& field : schema) {
    for (const SourceColumn& column : source.columns) {
      if (column.field_id != field.id || column.hidden) continue;
      names +=
          (names.empty() ? "" : ", ") + QuoteName(column.name) + " AS " + QuoteName(field.name);
      written.push_back(field);
    }
  }
  if (written.empty()) return Fail(Kind::kInvalid, "A Parquet file needs at least one column");
  FIRN_TRY(std::string rows, duck::SourceSql(source));
  FIRN_TRY(State * state, Open());
  const uint64_t row_group_rows = RowGroupRows(options);
  std::string select = "SELECT " + names + " FROM (" + rows + ")";
  return state->Copy(CopySql(select, written, path, options, row_group_rows), written, path,
                     row_group_rows);
}

}  // namespace firn::columnar
