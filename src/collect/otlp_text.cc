#include "collect/otlp_text.h"

#include <charconv>
#include <cmath>
#include <utility>

#include "base/encoding.h"
#include "collect/limits.h"
#include "format/protobuf.h"

namespace firn::collect {
namespace {

using format::ProtobufReader;

constexpr char kHexDigits[] = "0123456789abcdef";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// The bytes of the well-formed UTF-8 sequence at the front, which is not ASCII; 0 when there is
// none (Unicode, table 3-7).
size_t SequenceBytes(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return 0;
  unsigned char low = 0x80, high = 0xBF;
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  if (byte(1) < low || byte(1) > high) return 0;
  for (size_t i = 2; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  return size;
}

void AppendEscaped(unsigned char byte, std::string& out) {
  switch (byte) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default:
      out += "\\u00";
      out += kHexDigits[byte >> 4];
      out += kHexDigits[byte & 15];
  }
}

bool AppendArray(std::string_view message, std::string& out, int depth) {
  out += '[';
  bool first = true;
  ProtobufReader reader(message);
  while (reader.Next()) {
    if (reader.field() != 1) continue;
    if (!std::exchange(first, false)) out += ',';
    if (!AppendAnyValue(reader.AsBytes(), out, depth)) return false;
  }
  out += ']';
  return reader.ok();
}

bool AppendKeyValue(std::string_view message, std::string& out, int depth) {
  std::string_view key, value;
  ProtobufReader reader(message);
  while (reader.Next()) {
    if (reader.field() == 1) key = reader.AsBytes();
    if (reader.field() == 2) value = reader.AsBytes();
  }
  AppendString(key, out);
  out += ':';
  return reader.ok() && AppendAnyValue(value, out, depth);
}

bool AppendMap(std::string_view message, std::string& out, int depth) {
  out += '{';
  bool first = true;
  ProtobufReader reader(message);
  while (reader.Next()) {
    if (reader.field() != 1) continue;
    if (!std::exchange(first, false)) out += ',';
    if (!AppendKeyValue(reader.AsBytes(), out, depth)) return false;
  }
  out += '}';
  return reader.ok();
}

}  // namespace

void AppendString(std::string_view text, std::string& out) {
  out += '"';
  size_t from = 0;
  for (size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\') {
      ++at;
      continue;
    }
    if (byte >= 0x80) {
      if (const size_t size = SequenceBytes(text.substr(at))) {
        at += size;
        continue;
      }
    }
    out.append(text, from, at - from);
    if (byte >= 0x80) {
      out += kReplacement;
    } else {
      AppendEscaped(byte, out);
    }
    from = ++at;
  }
  out.append(text, from, text.size() - from);
  out += '"';
}

void AppendInteger(int64_t value, std::string& out) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void AppendDouble(double value, std::string& out) {
  if (std::isnan(value)) {
    out += "\"NaN\"";
  } else if (std::isinf(value)) {
    out += value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  } else {
    char digits[40];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
  }
}

void AppendHex(std::string_view bytes, std::string& out) {
  out += '"';
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kHexDigits[byte >> 4];
    out += kHexDigits[byte & 15];
  }
  out += '"';
}

bool AppendAnyValue(std::string_view message, std::string& out, int depth) {
  const size_t begin = out.size();
  ProtobufReader reader(message);
  while (reader.Next()) {
    if (reader.field() < 1 || reader.field() > 7) continue;
    out.resize(begin);  // of a repeated value the last counts
    switch (reader.field()) {
      case 1: AppendString(reader.AsBytes(), out); break;
      case 2: out += reader.AsBool() ? "true" : "false"; break;
      case 3: AppendInteger(reader.AsInt64(), out); break;
      case 4: AppendDouble(reader.AsDouble(), out); break;
      case 5:
        if (depth >= kValueDepthMax || !AppendArray(reader.AsBytes(), out, depth + 1)) return false;
        break;
      case 6:
        if (depth >= kValueDepthMax || !AppendMap(reader.AsBytes(), out, depth + 1)) return false;
        break;
      default: AppendString(Base64Encode(reader.AsBytes()), out); break;
    }
  }
  if (out.size() == begin) out += "null";
  return reader.ok();
}

bool AttributeText::Add(std::string_view key_value) {
  if (text_.size() > 1) text_ += ',';
  return AppendKeyValue(key_value, text_, 0);
}

void AttributeText::AddString(std::string_view key, std::string_view value) {
  if (text_.size() > 1) text_ += ',';
  AppendString(key, text_);
  text_ += ':';
  AppendString(value, text_);
}

void Row::Column(std::string_view name) {
  out_ += ",\"";
  out_ += name;
  out_ += "\":";
}

void Row::Begin(int64_t timestamp_micros, size_t size_hint) {
  out_.reserve(size_hint);
  out_ = "{\"timestamp\":";
  AppendInteger(timestamp_micros, out_);
}

void Row::Integer(std::string_view column, int64_t value) {
  Column(column);
  AppendInteger(value, out_);
}

void Row::Double(std::string_view column, double value) {
  Column(column);
  AppendDouble(value, out_);
}

void Row::Boolean(std::string_view column, bool value) {
  Column(column);
  out_ += value ? "true" : "false";
}

void Row::String(std::string_view column, std::string_view value) {
  Column(column);
  AppendString(value, out_);
}

void Row::StringUnlessEmpty(std::string_view column, std::string_view value) {
  if (!value.empty()) String(column, value);
}

bool IsId(std::string_view bytes, size_t size) {
  return bytes.size() == size && bytes.find_first_not_of('\0') != std::string_view::npos;
}

void Row::Id(std::string_view column, std::string_view bytes, size_t size) {
  if (!IsId(bytes, size)) return;
  Column(column);
  AppendHex(bytes, out_);
}

std::string Row::Finish() {
  out_ += '}';
  return std::exchange(out_, {});
}

}  // namespace firn::collect
