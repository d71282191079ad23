#include "cli/query_command.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/stop_signal.h"
#include "converge/query.h"
#include "format/json.h"

namespace firn::cli {
namespace {

using format::Json;

constexpr size_t kCellWidthMax = 60;  // of the table form; longer texts are cut and marked

bool IsInteger(const std::string& type) {
  return type == "bigint" || type == "integer" || type == "smallint" || type == "tinyint";
}

// Numbers and truth values as such where JSON can hold them exactly; everything else as text.
Json JsonCell(const std::string& type, const std::string& text) {
  if (type == "boolean") return Json(text == "true");
  if (IsInteger(type)) {
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) return Json(value);
  }
  if (type == "double" || type == "float" || type == "real") {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) return Json(value);
  }
  return Json(text);
}

void PrintJson(const converge::QueryAnswer& answer) {
  Json rows(Json::Array{});
  for (const auto& row : answer.rows) {
    Json object(Json::Object{});
    for (size_t i = 0; i < answer.columns.size() && i < row.size(); ++i) {
      object.Set(answer.columns[i].name, row[i] ? JsonCell(answer.columns[i].type, *row[i]) : Json());
    }
    rows.Append(std::move(object));
  }
  fmt::print("{}", rows.PrettyText());
}

std::string CsvCell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

void PrintCsv(const converge::QueryAnswer& answer) {
  std::string line;
  for (size_t i = 0; i < answer.columns.size(); ++i) line += (i > 0 ? "," : "") + CsvCell(answer.columns[i].name);
  fmt::print("{}\n", line);
  for (const auto& row : answer.rows) {
    line.clear();
    for (size_t i = 0; i < row.size(); ++i) line += (i > 0 ? "," : "") + (row[i] ? CsvCell(*row[i]) : std::string());
    fmt::print("{}\n", line);
  }
}

// One line of at most kCellWidthMax bytes, cut between characters.
std::string TableCell(const std::optional<std::string>& text) {
  if (!text) return "NULL";
  std::string cell = *text;
  std::replace_if(cell.begin(), cell.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  if (cell.size() <= kCellWidthMax) return cell;
  size_t end = kCellWidthMax - 3;
  while (end > 0 && (static_cast<unsigned char>(cell[end]) & 0xc0) == 0x80) --end;
  return cell.substr(0, end) + "...";
}

void PrintTable(const converge::QueryAnswer& answer) {
  std::vector<size_t> widths;
  for (const auto& column : answer.columns) widths.push_back(column.name.size());
  std::vector<std::vector<std::string>> cells;
  for (const auto& row : answer.rows) {
    auto& line = cells.emplace_back();
    for (size_t i = 0; i < row.size() && i < widths.size(); ++i) {
      line.push_back(TableCell(row[i]));
      widths[i] = std::max(widths[i], line.back().size());
    }
  }
  std::string rule;
  for (size_t i = 0; i < answer.columns.size(); ++i) {
    fmt::print("{}{:<{}}", i > 0 ? "  " : "", answer.columns[i].name, widths[i]);
    rule += (i > 0 ? "  " : "") + std::string(widths[i], '-');
  }
  fmt::print("\n{}\n", rule);
  for (const auto& line : cells) {
    for (size_t i = 0; i < line.size(); ++i) fmt::print("{}{:<{}}", i > 0 ? "  " : "", line[i], widths[i]);
    fmt::print("\n");
  }
  fmt::print("({} {})\n", cells.size(), cells.size() == 1 ? "row" : "rows");
}

}  // namespace

int Query(const QueryOptions& options) {
  const StopSignal interrupted;
  const auto lake = ReadLake(options.lake.file);
  if (!lake) return Report(lake.error());
  TargetOptions target = options.lake.target;
  if (target.region.empty()) target.region = lake->region;
  auto remote = Remote::Open(target);
  if (!remote) return Report(remote.error());
  const auto caller = (*remote)->WhoAmI();
  if (!caller) return Report(caller.error());
  const auto names = converge::NamesOf(*lake, options.lake.environment, caller->account, (*remote)->region());
  if (!names) return Report(names.error());
  converge::QueryRequest request;
  request.sql = options.sql;
  request.catalog = "s3tablescatalog/" + names->table_bucket;
  request.database = lake->namespace_name;
  // Athena on AWS needs a place for results; the embedded lake keeps them itself.
  if ((*remote)->endpoint().empty()) request.output_location = "s3://" + names->error_bucket + "/athena/";
  request.stop = [&] { return interrupted.Asked(); };
  const auto answer = converge::RunQuery((*remote)->services(), (*remote)->Call(), (*remote)->clock(),
                                         (*remote)->pause(), request);
  if (!answer) {
    // A mistake in the SQL is a failed query, not wrong usage of this program.
    const int code = Report(answer.error());
    return code == kWrongUsage ? kFailed : code;
  }
  switch (options.format) {
    case RowFormat::kTable: PrintTable(*answer); break;
    case RowFormat::kCsv: PrintCsv(*answer); break;
    case RowFormat::kJson: PrintJson(*answer); break;
  }
  return kDone;
}

}  // namespace firn::cli
