#include "cli/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

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
    if (error == std::errc() && end == text.data() + text.size() && std::isfinite(value))
      return Json(value);
  }
  return Json(text);
}

std::string JsonRows(const converge::QueryAnswer& answer) {
  Json rows(Json::Array{});
  for (const auto& row : answer.rows) {
    Json object(Json::Object{});
    for (size_t i = 0; i < answer.columns.size() && i < row.size(); ++i) {
      object.Set(answer.columns[i].name,
                 row[i] ? JsonCell(answer.columns[i].type, *row[i]) : Json());
    }
    rows.Append(std::move(object));
  }
  return rows.PrettyText();
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

std::string CsvRows(const converge::QueryAnswer& answer) {
  std::string text;
  for (size_t i = 0; i < answer.columns.size(); ++i) {
    text += (i > 0 ? "," : "") + CsvCell(answer.columns[i].name);
  }
  text += '\n';
  for (const auto& row : answer.rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      text += (i > 0 ? "," : "") + (row[i] ? CsvCell(*row[i]) : std::string());
    }
    text += '\n';
  }
  return text;
}

// One line of at most kCellWidthMax bytes, cut between characters.
std::string TableCell(const std::optional<std::string>& text) {
  if (!text) return "NULL";
  std::string cell = *text;
  std::replace_if(
      cell.begin(), cell.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  if (cell.size() <= kCellWidthMax) return cell;
  size_t end = kCellWidthMax - 3;
  while (end > 0 && (static_cast<unsigned char>(cell[end]) & 0xc0) == 0x80) --end;
  return cell.substr(0, end) + "...";
}

std::string TableRows(const converge::QueryAnswer& answer) {
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
  std::string text, rule;
  for (size_t i = 0; i < answer.columns.size(); ++i) {
    text += fmt::format("{}{:<{}}", i > 0 ? "  " : "", answer.columns[i].name, widths[i]);
    rule += (i > 0 ? "  " : "") + std::string(widths[i], '-');
  }
  text += "\n" + rule + "\n";
  for (const auto& line : cells) {
    for (size_t i = 0; i < line.size(); ++i) {
      text += fmt::format("{}{:<{}}", i > 0 ? "  " : "", line[i], widths[i]);
    }
    text += '\n';
  }
  return text + fmt::format("({} {})\n", cells.size(), cells.size() == 1 ? "row" : "rows");
}

}  // namespace

std::string RowsText(const converge::QueryAnswer& answer, RowFormat format) {
  switch (format) {
    case RowFormat::kTable: return TableRows(answer);
    case RowFormat::kCsv: return CsvRows(answer);
    case RowFormat::kJson: return JsonRows(answer);
  }
  return {};
}

}  // namespace firn::cli
