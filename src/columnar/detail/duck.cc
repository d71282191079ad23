#include "columnar/detail/duck.h"

#include "base/check.h"

namespace firn::columnar::duck {
namespace {

// The version of the header in use; deps/fetch.py brings both.
constexpr std::string_view kLibraryVersion = "v1.5.6";

}  // namespace

std::string TakeString(char* text) {
  if (text == nullptr) return {};
  std::string out = text;
  duckdb_free(text);
  return out;
}

Result<Database> Open(const std::vector<std::pair<std::string, std::string>>& settings) {
  if (duckdb_library_version() != kLibraryVersion) {
    return Fail(Kind::kInternal,
                std::string("The engine library has another version than its header: ") +
                    duckdb_library_version());
  }
  Config config;
  FIRN_CHECK(duckdb_create_config(config.out()) == DuckDBSuccess);
  std::vector<std::pair<std::string, std::string>> all = {
      {"autoinstall_known_extensions", "false"},
      {"autoload_known_extensions", "false"},
      {"allow_community_extensions", "false"},
      {"allow_unsigned_extensions", "false"},
  };
  all.insert(all.end(), settings.begin(), settings.end());
  for (const auto& [name, value] : all) {
    if (duckdb_set_config(config.get(), name.c_str(), value.c_str()) != DuckDBSuccess) {
      return Fail(Kind::kInternal, "The engine does not know a setting: " + name);
    }
  }
  Database database;
  char* message = nullptr;
  if (duckdb_open_ext(nullptr, database.out(), config.get(), &message) != DuckDBSuccess) {
    return Fail(Kind::kInternal, "The engine cannot be opened: " + TakeString(message));
  }
  return database;
}

Result<Connection> Connect(const Database& database) {
  Connection connection;
  if (duckdb_connect(database.get(), connection.out()) != DuckDBSuccess) {
    return Fail(Kind::kInternal, "The engine gives no connection");
  }
  return connection;
}

Error ErrorOf(duckdb_error_type type, const char* message) {
  Error error;
  error.message = message == nullptr ? "The engine gave no reason" : message;
  switch (type) {
    case DUCKDB_ERROR_OUT_OF_MEMORY:
    case DUCKDB_ERROR_IO: error.kind = Kind::kUnavailable; break;
    case DUCKDB_ERROR_INTERRUPT: error.kind = Kind::kCanceled; break;
    case DUCKDB_ERROR_INTERNAL:
    case DUCKDB_ERROR_FATAL: error.kind = Kind::kInternal; break;
    case DUCKDB_ERROR_PERMISSION: error.kind = Kind::kDenied; break;
    default: error.kind = Kind::kInvalid; break;
  }
  return error;
}

Error ErrorOf(const char* message) {
  const std::string_view text = message == nullptr ? "" : message;
  duckdb_error_type type = DUCKDB_ERROR_INVALID;
  if (text.starts_with("Out of Memory Error")) type = DUCKDB_ERROR_OUT_OF_MEMORY;
  if (text.starts_with("IO Error")) type = DUCKDB_ERROR_IO;
  if (text.starts_with("INTERRUPT Error")) type = DUCKDB_ERROR_INTERRUPT;
  if (text.starts_with("INTERNAL Error")) type = DUCKDB_ERROR_INTERNAL;
  if (text.starts_with("FATAL Error")) type = DUCKDB_ERROR_FATAL;
  if (text.starts_with("Permission Error")) type = DUCKDB_ERROR_PERMISSION;
  return ErrorOf(type, message);
}

Result<Outcome> Run(const Connection& connection, const std::string& sql) {
  Outcome outcome;
  if (duckdb_query(connection.get(), sql.c_str(), outcome.out()) != DuckDBSuccess) {
    return Fail(
        ErrorOf(duckdb_result_error_type(outcome.get()), duckdb_result_error(outcome.get())));
  }
  return outcome;
}

Result<void> Execute(const Connection& connection, const std::string& sql) {
  FIRN_TRY(Outcome outcome, Run(connection, sql));
  return {};
}

std::string QuoteName(std::string_view name) {
  std::string out = "\"";
  for (char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string QuoteText(std::string_view text) {
  std::string out = "'";
  for (char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + '\'';
}

std::string SqlType(const ColumnType& type) {
  switch (type.id) {
    case TypeId::kBool: return "BOOLEAN";
    case TypeId::kInt32: return "INTEGER";
    case TypeId::kInt64: return "BIGINT";
    case TypeId::kFloat: return "FLOAT";
    case TypeId::kDouble: return "DOUBLE";
    case TypeId::kDecimal:
      return "DECIMAL(" + std::to_string(type.precision) + "," + std::to_string(type.scale) + ")";
    case TypeId::kDate: return "DATE";
    case TypeId::kTime: return "TIME";
    case TypeId::kTimestamp: return "TIMESTAMP";
    case TypeId::kTimestampTz: return "TIMESTAMPTZ";
    case TypeId::kString: return "VARCHAR";
    case TypeId::kUuid: return "UUID";
    case TypeId::kBinary:
    case TypeId::kFixed: return "BLOB";
    case TypeId::kList: return SqlType(type.fields[0].type) + "[]";
    case TypeId::kMap:
      return "MAP(" + SqlType(type.fields[0].type) + ", " + SqlType(type.fields[1].type) + ")";
    case TypeId::kStruct: break;
  }
  std::string out = "STRUCT(";
  for (size_t i = 0; i < type.fields.size(); ++i) {
    if (i > 0) out += ", ";
    out += QuoteName(type.fields[i].name) + " " + SqlType(type.fields[i].type);
  }
  return out + ")";
}

LogicalType TypeHandle(const ColumnType& type) {
  auto plain = [](duckdb_type id) { return LogicalType(duckdb_create_logical_type(id)); };
  switch (type.id) {
    case TypeId::kBool: return plain(DUCKDB_TYPE_BOOLEAN);
    case TypeId::kInt32: return plain(DUCKDB_TYPE_INTEGER);
    case TypeId::kInt64: return plain(DUCKDB_TYPE_BIGINT);
    case TypeId::kFloat: return plain(DUCKDB_TYPE_FLOAT);
    case TypeId::kDouble: return plain(DUCKDB_TYPE_DOUBLE);
    case TypeId::kDecimal:
      return LogicalType(duckdb_create_decimal_type(static_cast<uint8_t>(type.precision),
                                                    static_cast<uint8_t>(type.scale)));
    case TypeId::kDate: return plain(DUCKDB_TYPE_DATE);
    case TypeId::kTime: return plain(DUCKDB_TYPE_TIME);
    case TypeId::kTimestamp: return plain(DUCKDB_TYPE_TIMESTAMP);
    case TypeId::kTimestampTz: return plain(DUCKDB_TYPE_TIMESTAMP_TZ);
    case TypeId::kString: return plain(DUCKDB_TYPE_VARCHAR);
    case TypeId::kUuid: return plain(DUCKDB_TYPE_UUID);
    case TypeId::kBinary:
    case TypeId::kFixed: return plain(DUCKDB_TYPE_BLOB);
    case TypeId::kList:
      return LogicalType(duckdb_create_list_type(TypeHandle(type.fields[0].type).get()));
    case TypeId::kMap:
      return LogicalType(duckdb_create_map_type(TypeHandle(type.fields[0].type).get(),
                                                TypeHandle(type.fields[1].type).get()));
    case TypeId::kStruct: break;
  }
  std::vector<LogicalType> owners;
  std::vector<duckdb_logical_type> handles;
  std::vector<const char*> names;
  for (const Field& field : type.fields) {
    owners.push_back(TypeHandle(field.type));
    handles.push_back(owners.back().get());
    names.push_back(field.name.c_str());
  }
  return LogicalType(duckdb_create_struct_type(handles.data(), names.data(), handles.size()));
}

std::string_view TextAt(duckdb_vector vector, idx_t row) {
  const duckdb_string_t& text = At<duckdb_string_t>(vector, row);
  if (text.value.inlined.length <= 12)
    return {text.value.inlined.inlined, text.value.inlined.length};
  return {text.value.pointer.ptr, text.value.pointer.length};
}

bool NullAt(duckdb_vector vector, idx_t row) {
  uint64_t* validity = duckdb_vector_get_validity(vector);
  return validity != nullptr && !duckdb_validity_row_is_valid(validity, row);
}

}  // namespace firn::columnar::duck
