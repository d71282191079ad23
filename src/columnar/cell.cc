#include "columnar/cell.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>

#include "base/encoding.h"
#include "format/json.h"

namespace firn::columnar {
namespace {

// The shortest digits that read back the same, written as Java writes doubles, which is what Athena
// shows.
template <class T>
std::string JavaNumber(T value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  char buffer[40];
  auto [end, error] =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
  std::string text(buffer, error == std::errc() ? end : buffer);
  std::string sign;
  if (text.front() == '-') {
    sign = "-";
    text.erase(0, 1);
  }
  const size_t mark = text.find('e');
  const int exponent = std::stoi(text.substr(mark + 1));
  std::string digits = text.substr(0, 1);
  if (mark > 2) digits += text.substr(2, mark - 2);
  if (value == 0) return sign + "0.0";
  if (exponent >= -3 && exponent < 7) {
    if (exponent < 0)
      return sign + "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
    const size_t whole = static_cast<size_t>(exponent) + 1;
    if (digits.size() <= whole)
      return sign + digits + std::string(whole - digits.size(), '0') + ".0";
    return sign + digits.substr(0, whole) + "." + digits.substr(whole);
  }
  return sign + digits.substr(0, 1) + "." + (digits.size() > 1 ? digits.substr(1) : "0") + "E" +
         std::to_string(exponent);
}

std::string DateText(int64_t days) {
  std::chrono::sys_days day(std::chrono::days{days});
  std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string TimeText(int64_t micros) {
  const int64_t seconds = micros / 1'000'000;
  return fmt::format("{:02}:{:02}:{:02}.{:06}", seconds / 3600, seconds / 60 % 60, seconds % 60,
                     micros % 1'000'000);
}

std::string TimestampText(int64_t micros, char separator) {
  constexpr int64_t kDay = int64_t{86'400} * 1'000'000;
  int64_t day = micros / kDay;
  int64_t rest = micros % kDay;
  if (rest < 0) {
    rest += kDay;
    --day;
  }
  return DateText(day) + separator + TimeText(rest);
}

std::string SpacedHex(std::string_view bytes) {
  std::string out;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i > 0) out += ' ';
    out += HexEncode(bytes.substr(i, 1));
  }
  return out;
}

void AppendPartText(const Column& column, size_t row, std::string& out) {
  if (column.is_null(row))
    out += "null";
  else
    AppendCellText(column, row, out);
}

void AppendPartJson(const Column& column, size_t row, std::string& out) {
  if (column.is_null(row))
    out += "null";
  else
    AppendCellJson(column, row, out);
}

template <class T>
void AppendJsonNumber(T value, std::string& out) {
  if (std::isfinite(value)) {
    out += fmt::format("{}", value);
  } else {
    format::WriteJsonString(JavaNumber(value), out);
  }
}

}  // namespace

void AppendCellText(const Column& column, size_t row, std::string& out) {
  if (column.is_null(row)) return;
  switch (column.type().id) {
    case TypeId::kBool: out += column.bool_at(row) ? "true" : "false"; return;
    case TypeId::kInt32: out += std::to_string(column.int32_at(row)); return;
    case TypeId::kInt64: out += std::to_string(column.int64_at(row)); return;
    case TypeId::kFloat: out += JavaNumber(column.float_at(row)); return;
    case TypeId::kDouble: out += JavaNumber(column.double_at(row)); return;
    case TypeId::kDecimal: out += DecimalText(column.decimal_at(row), column.type().scale); return;
    case TypeId::kDate: out += DateText(column.int32_at(row)); return;
    case TypeId::kTime: out += TimeText(column.int64_at(row)); return;
    case TypeId::kTimestamp: out += TimestampText(column.int64_at(row), ' '); return;
    case TypeId::kTimestampTz: out += TimestampText(column.int64_at(row), ' ') + " UTC"; return;
    case TypeId::kString: out += column.text_at(row); return;
    case TypeId::kUuid: out += UuidText(column.uuid_at(row)); return;
    case TypeId::kBinary:
    case TypeId::kFixed: out += SpacedHex(column.text_at(row)); return;
    case TypeId::kList:
    case TypeId::kMap: {
      const bool map = column.type().id == TypeId::kMap;
      Column::Range range = column.range_at(row);
      out += map ? '{' : '[';
      for (uint64_t i = 0; i < range.length; ++i) {
        if (i > 0) out += ", ";
        AppendPartText(column.child(0), range.offset + i, out);
        if (!map) continue;
        out += '=';
        AppendPartText(column.child(1), range.offset + i, out);
      }
      out += map ? '}' : ']';
      return;
    }
    case TypeId::kStruct: break;
  }
  out += '{';
  for (size_t i = 0; i < column.children(); ++i) {
    if (i > 0) out += ", ";
    out += column.type().fields[i].name + "=";
    AppendPartText(column.child(i), row, out);
  }
  out += '}';
}

std::string CellText(const Column& column, size_t row) {
  std::string out;
  AppendCellText(column, row, out);
  return out;
}

void AppendCellJson(const Column& column, size_t row, std::string& out) {
  if (column.is_null(row)) {
    out += "null";
    return;
  }
  auto text = [&](std::string_view bytes) { format::WriteJsonString(bytes, out); };
  switch (column.type().id) {
    case TypeId::kBool:
    case TypeId::kInt32:
    case TypeId::kInt64:
    case TypeId::kDecimal: return AppendCellText(column, row, out);
    case TypeId::kFloat: return AppendJsonNumber(column.float_at(row), out);
    case TypeId::kDouble: return AppendJsonNumber(column.double_at(row), out);
    case TypeId::kTimestamp: return text(TimestampText(column.int64_at(row), 'T'));
    case TypeId::kTimestampTz: return text(TimestampText(column.int64_at(row), 'T') + "Z");
    case TypeId::kDate:
    case TypeId::kTime:
    case TypeId::kUuid: return text(CellText(column, row));
    case TypeId::kString: return text(column.text_at(row));
    case TypeId::kBinary:
    case TypeId::kFixed: return text(Base64Encode(column.text_at(row)));
    case TypeId::kList:
    case TypeId::kMap: {
      const bool map = column.type().id == TypeId::kMap;
      Column::Range range = column.range_at(row);
      out += map ? '{' : '[';
      for (uint64_t i = 0; i < range.length; ++i) {
        if (i > 0) out += ',';
        if (map) {
          text(CellText(column.child(0), range.offset + i));
          out += ':';
        }
        AppendPartJson(column.child(map ? 1 : 0), range.offset + i, out);
      }
      out += map ? '}' : ']';
      return;
    }
    case TypeId::kStruct: break;
  }
  out += '{';
  for (size_t i = 0; i < column.children(); ++i) {
    if (i > 0) out += ',';
    text(column.type().fields[i].name);
    out += ':';
    AppendPartJson(column.child(i), row, out);
  }
  out += '}';
}

}  // namespace firn::columnar
