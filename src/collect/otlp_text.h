#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace firn::collect {

// Append JSON to a growing text. Threads: any.

// A JSON string; bytes that are not UTF-8 become U+FFFD.
void AppendString(std::string_view text, std::string& out);
void AppendInteger(int64_t value, std::string& out);
// The shortest form that reads back the same; "NaN", "Infinity" and "-Infinity" as strings.
void AppendDouble(double value, std::string& out);
// A JSON string of lower-case hexadecimal digits.
void AppendHex(std::string_view bytes, std::string& out);

// A protobuf AnyValue as a JSON value; one without a value is null. False when it is malformed or
// nests deeper than the limit.
bool AppendAnyValue(std::string_view message, std::string& out, int depth = 0);

// The members of a JSON object out of KeyValue messages, in the order they come.
class AttributeText {
 public:
  void Clear() { text_.assign(1, '{'); }
  // False when the KeyValue is malformed.
  bool Add(std::string_view key_value);
  void AddString(std::string_view key, std::string_view value);
  // The object so far, closed.
  const std::string& Close() {
    text_ += '}';
    return text_;
  }

 private:
  std::string text_ = "{";
};

// The elements of a JSON array and, later, the columns of a record. Names are plain ASCII.
class Row {
 public:
  // A record begins with its timestamp, so that every later column follows a comma.
  void Begin(int64_t timestamp_micros, size_t size_hint);
  void Integer(std::string_view column, int64_t value);
  void Double(std::string_view column, double value);
  void Boolean(std::string_view column, bool value);  // NOLINT: the column's type
  void String(std::string_view column, std::string_view value);
  void StringUnlessEmpty(std::string_view column, std::string_view value);
  // Left out unless the id has `size` bytes that are not all zero.
  void Id(std::string_view column, std::string_view bytes, size_t size);
  // Columns that were written before, each with a leading comma.
  void Columns(std::string_view columns) { out_ += columns; }
  std::string Finish();

 private:
  void Column(std::string_view name);
  std::string out_;
};

inline constexpr size_t kTraceIdBytes = 16;
inline constexpr size_t kSpanIdBytes = 8;
bool IsId(std::string_view bytes, size_t size);

}  // namespace firn::collect
