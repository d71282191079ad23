#include "columnar/detail/source_sql.h"

#include <algorithm>

#include "columnar/detail/duck.h"

namespace firn::columnar::duck {
namespace {

// A limit that stops nothing but across which the engine moves no condition: without it a query's
// own expressions could run, and fail with the value in the message, on rows that the row filter
// hides.
constexpr std::string_view kBarrier = " LIMIT 9223372036854775807";
// Names no column of a table may take inside the statement that applies deletes.
constexpr std::string_view kFileName = "\"firn file\"";
constexpr std::string_view kRowNumber = "\"firn row\"";

std::string SchemaMap(const std::vector<SourceColumn>& columns) {
  std::string out = "MAP {";
  for (const SourceColumn& column : columns) {
    if (out.size() > 5) out += ", ";
    out += std::to_string(column.field_id) + ": {name: " + QuoteText(column.name) +
           ", type: " + QuoteText(SqlType(column.type)) + ", default_value: NULL}";
  }
  return out + "}";
}

std::string NameList(const std::vector<SourceColumn>& columns, std::string_view prefix,
                     bool with_hidden) {
  std::string out;
  for (const SourceColumn& column : columns) {
    if (column.hidden && !with_hidden) continue;
    if (!out.empty()) out += ", ";
    out += std::string(prefix) + QuoteName(column.name);
  }
  return out;
}

std::string ReadSql(const std::vector<std::string>& paths,
                    const std::vector<SourceColumn>& columns) {
  return "read_parquet(" + PathList(paths) +
         ", hive_partitioning = false, union_by_name = false, schema = " + SchemaMap(columns) + ")";
}

std::string PositionDeletes(const TableSource& source) {
  std::string names;
  for (const DataFile& file : source.files) {
    if (!names.empty()) names += ", ";
    names += "(" + QuoteText(file.location) + ", " + QuoteText(file.path) + ")";
  }
  // 2147483546 and 2147483545 are the field ids the Iceberg specification reserves for file_path
  // and pos.
  return " ANTI JOIN (SELECT n.path, x.pos FROM read_parquet(" +
         PathList(source.position_delete_files) +
         ", hive_partitioning = false, schema = MAP {2147483546: {name: 'file_path', type: "
         "'VARCHAR', default_value: "
         "NULL}, 2147483545: {name: 'pos', type: 'BIGINT', default_value: NULL}}) x JOIN (VALUES " +
         names + ") n(location, path) ON x.file_path = n.location) p ON d." +
         std::string(kFileName) + " = p.path AND d." + std::string(kRowNumber) + " = p.pos";
}

// Keeps the rows that no row of the delete file equals; rows of files that are not older are kept
// anyway.
Result<std::string> EqualityDelete(const TableSource& source, const EqualityDeleteFile& deletes) {
  std::vector<std::string> older;
  for (const DataFile& file : source.files) {
    if (file.sequence < deletes.sequence) older.push_back(file.path);
  }
  if (older.empty()) return std::string();
  std::vector<SourceColumn> keys;
  for (int id : deletes.field_ids) {
    auto found = std::find_if(source.columns.begin(), source.columns.end(),
                              [&](const SourceColumn& column) { return column.field_id == id; });
    if (found == source.columns.end()) {
      return Fail(Kind::kInvalid,
                  "Equality deletes name a column the source lacks: field " + std::to_string(id));
    }
    keys.push_back(*found);
  }
  std::string same;
  for (const SourceColumn& key : keys) {
    same += " AND d." + QuoteName(key.name) + " IS NOT DISTINCT FROM x." + QuoteName(key.name);
  }
  std::string list = PathList(older);
  return " AND NOT (list_contains(" + list + ", d." + std::string(kFileName) +
         ") AND EXISTS (SELECT 1 FROM " + ReadSql({deletes.path}, keys) + " x WHERE true" + same +
         "))";
}

Result<std::string> RowsSql(const TableSource& source) {
  std::vector<std::string> paths;
  for (const DataFile& file : source.files) paths.push_back(file.path);
  const bool deletes =
      !source.position_delete_files.empty() || !source.equality_delete_files.empty();
  std::string names = NameList(source.columns, "d.", true);
  if (!deletes) return "SELECT " + names + " FROM " + ReadSql(paths, source.columns) + " d";
  std::string inner = "SELECT " + NameList(source.columns, "r.", true) + ", r.filename AS " +
                      std::string(kFileName) + ", r.file_row_number AS " + std::string(kRowNumber) +
                      " FROM " + ReadSql(paths, source.columns);
  inner.insert(inner.size() - 1, ", filename = true, file_row_number = true");
  std::string out = "SELECT " + names + " FROM (" + inner + " r) d";
  if (!source.position_delete_files.empty()) out += PositionDeletes(source);
  out += " WHERE true";
  for (const EqualityDeleteFile& file : source.equality_delete_files) {
    FIRN_TRY(std::string condition, EqualityDelete(source, file));
    out += condition;
  }
  return out;
}

}  // namespace

std::string PathList(const std::vector<std::string>& paths) {
  std::string out = "[";
  for (const std::string& path : paths) {
    if (out.size() > 1) out += ", ";
    out += QuoteText(path);
  }
  return out + "]";
}

std::vector<std::string> PathsOf(const TableSource& source) {
  std::vector<std::string> paths;
  for (const DataFile& file : source.files) paths.push_back(file.path);
  paths.insert(paths.end(), source.position_delete_files.begin(),
               source.position_delete_files.end());
  for (const EqualityDeleteFile& file : source.equality_delete_files) paths.push_back(file.path);
  return paths;
}

Result<std::string> SourceSql(const TableSource& source) {
  for (const std::string& path : PathsOf(source)) {
    if (path.find_first_of("*?[") != std::string::npos) {
      return Fail(Kind::kUnsupported,
                  "The engine cannot read files whose names hold *, ? or [: " + path);
    }
  }
  if (NameList(source.columns, "", false).empty()) {
    return Fail(Kind::kInvalid, "A table without visible columns cannot be read: " + source.table);
  }
  if (source.files.empty()) {
    std::string nothing;
    for (const SourceColumn& column : source.columns) {
      if (column.hidden) continue;
      if (!nothing.empty()) nothing += ", ";
      nothing += "CAST(NULL AS " + SqlType(column.type) + ") AS " + QuoteName(column.name);
    }
    return "SELECT " + nothing + " WHERE false";
  }
  FIRN_TRY(std::string rows, RowsSql(source));
  if (source.row_filter.empty()) {
    bool hidden = std::any_of(source.columns.begin(), source.columns.end(),
                              [](const auto& c) { return c.hidden; });
    if (!hidden) return rows;
    return "SELECT " + NameList(source.columns, "", false) + " FROM (" + rows + ")";
  }
  return "SELECT " + NameList(source.columns, "", false) + " FROM (SELECT * FROM (" + rows +
         ") WHERE (" + source.row_filter + "\n)" + std::string(kBarrier) + ")";
}

}  // namespace firn::columnar::duck
