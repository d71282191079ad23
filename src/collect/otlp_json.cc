#include "collect/otlp_json.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "base/encoding.h"
#include "format/json.h"
#include "format/protobuf.h"

namespace firn::collect {
namespace {

using format::Json;
using format::ProtobufWriter;

enum class Form {
  kString,
  kHex,
  kBase64,
  kBool,
  kInt64,
  kUint32,
  kFixed64,
  kSfixed64,
  kFixed32,
  kDouble,
  kEnum,
  kMessage
};

struct Message;
// One field of a message: its name in JSON, its number and how it is written. A JSON array repeats
// it, wherever `repeated` is set. `names` are the values of an enum, each after its prefix.
struct Field {
  std::string_view name;
  uint32_t number;
  Form form;
  bool repeated = false;
  const Message* message = nullptr;
  std::span<const std::string_view> names = {};
};
struct Message {
  std::span<const Field> fields;
};

constexpr bool kRepeated = true;

extern const Message kAnyValue;

constexpr Field kKeyValueFields[] = {{"key", 1, Form::kString},
                                     {"value", 2, Form::kMessage, false, &kAnyValue}};
constexpr Message kKeyValue{kKeyValueFields};
constexpr Field kArrayFields[] = {{"values", 1, Form::kMessage, kRepeated, &kAnyValue}};
constexpr Message kArray{kArrayFields};
constexpr Field kMapFields[] = {{"values", 1, Form::kMessage, kRepeated, &kKeyValue}};
constexpr Message kMap{kMapFields};
constexpr Field kAnyValueFields[] = {{"stringValue", 1, Form::kString},
                                     {"boolValue", 2, Form::kBool},
                                     {"intValue", 3, Form::kInt64},
                                     {"doubleValue", 4, Form::kDouble},
                                     {"arrayValue", 5, Form::kMessage, false, &kArray},
                                     {"kvlistValue", 6, Form::kMessage, false, &kMap},
                                     {"bytesValue", 7, Form::kBase64}};
constexpr Message kAnyValue{kAnyValueFields};

constexpr Field kResourceFields[] = {{"attributes", 1, Form::kMessage, kRepeated, &kKeyValue}};
constexpr Message kResource{kResourceFields};
constexpr Field kScopeFields[] = {{"name", 1, Form::kString},
                                  {"version", 2, Form::kString},
                                  {"attributes", 3, Form::kMessage, kRepeated, &kKeyValue}};
constexpr Message kScope{kScopeFields};

constexpr std::string_view kSeverities[] = {
    "SEVERITY_NUMBER_UNSPECIFIED", "SEVERITY_NUMBER_TRACE",  "SEVERITY_NUMBER_TRACE2",
    "SEVERITY_NUMBER_TRACE3",      "SEVERITY_NUMBER_TRACE4", "SEVERITY_NUMBER_DEBUG",
    "SEVERITY_NUMBER_DEBUG2",      "SEVERITY_NUMBER_DEBUG3", "SEVERITY_NUMBER_DEBUG4",
    "SEVERITY_NUMBER_INFO",        "SEVERITY_NUMBER_INFO2",  "SEVERITY_NUMBER_INFO3",
    "SEVERITY_NUMBER_INFO4",       "SEVERITY_NUMBER_WARN",   "SEVERITY_NUMBER_WARN2",
    "SEVERITY_NUMBER_WARN3",       "SEVERITY_NUMBER_WARN4",  "SEVERITY_NUMBER_ERROR",
    "SEVERITY_NUMBER_ERROR2",      "SEVERITY_NUMBER_ERROR3", "SEVERITY_NUMBER_ERROR4",
    "SEVERITY_NUMBER_FATAL",       "SEVERITY_NUMBER_FATAL2", "SEVERITY_NUMBER_FATAL3",
    "SEVERITY_NUMBER_FATAL4"};
constexpr std::string_view kSpanKinds[] = {"SPAN_KIND_UNSPECIFIED", "SPAN_KIND_INTERNAL",
                                           "SPAN_KIND_SERVER",      "SPAN_KIND_CLIENT",
                                           "SPAN_KIND_PRODUCER",    "SPAN_KIND_CONSUMER"};
constexpr std::string_view kStatusCodes[] = {"STATUS_CODE_UNSET", "STATUS_CODE_OK",
                                             "STATUS_CODE_ERROR"};
constexpr std::string_view kTemporalities[] = {"AGGREGATION_TEMPORALITY_UNSPECIFIED",
                                               "AGGREGATION_TEMPORALITY_DELTA",
                                               "AGGREGATION_TEMPORALITY_CUMULATIVE"};

constexpr Field kLogRecordFields[] = {
    {"timeUnixNano", 1, Form::kFixed64},
    {"severityNumber", 2, Form::kEnum, false, nullptr, kSeverities},
    {"severityText", 3, Form::kString},
    {"body", 5, Form::kMessage, false, &kAnyValue},
    {"attributes", 6, Form::kMessage, kRepeated, &kKeyValue},
    {"traceId", 9, Form::kHex},
    {"spanId", 10, Form::kHex},
    {"observedTimeUnixNano", 11, Form::kFixed64},
    {"eventName", 12, Form::kString}};
constexpr Message kLogRecord{kLogRecordFields};

constexpr Field kEventFields[] = {{"timeUnixNano", 1, Form::kFixed64},
                                  {"name", 2, Form::kString},
                                  {"attributes", 3, Form::kMessage, kRepeated, &kKeyValue},
                                  {"droppedAttributesCount", 4, Form::kUint32}};
constexpr Message kEvent{kEventFields};
constexpr Field kLinkFields[] = {{"traceId", 1, Form::kHex},
                                 {"spanId", 2, Form::kHex},
                                 {"traceState", 3, Form::kString},
                                 {"attributes", 4, Form::kMessage, kRepeated, &kKeyValue},
                                 {"droppedAttributesCount", 5, Form::kUint32},
                                 {"flags", 6, Form::kFixed32}};
constexpr Message kLink{kLinkFields};
constexpr Field kStatusFields[] = {{"message", 2, Form::kString},
                                   {"code", 3, Form::kEnum, false, nullptr, kStatusCodes}};
constexpr Message kStatus{kStatusFields};
constexpr Field kSpanFields[] = {{"traceId", 1, Form::kHex},
                                 {"spanId", 2, Form::kHex},
                                 {"traceState", 3, Form::kString},
                                 {"parentSpanId", 4, Form::kHex},
                                 {"name", 5, Form::kString},
                                 {"kind", 6, Form::kEnum, false, nullptr, kSpanKinds},
                                 {"startTimeUnixNano", 7, Form::kFixed64},
                                 {"endTimeUnixNano", 8, Form::kFixed64},
                                 {"attributes", 9, Form::kMessage, kRepeated, &kKeyValue},
                                 {"droppedAttributesCount", 10, Form::kUint32},
                                 {"events", 11, Form::kMessage, kRepeated, &kEvent},
                                 {"droppedEventsCount", 12, Form::kUint32},
                                 {"links", 13, Form::kMessage, kRepeated, &kLink},
                                 {"droppedLinksCount", 14, Form::kUint32},
                                 {"status", 15, Form::kMessage, false, &kStatus},
                                 {"flags", 16, Form::kFixed32}};
constexpr Message kSpan{kSpanFields};

constexpr Field kExemplarFields[] = {
    {"timeUnixNano", 2, Form::kFixed64},
    {"asDouble", 3, Form::kDouble},
    {"spanId", 4, Form::kHex},
    {"traceId", 5, Form::kHex},
    {"asInt", 6, Form::kSfixed64},
    {"filteredAttributes", 7, Form::kMessage, kRepeated, &kKeyValue}};
constexpr Message kExemplar{kExemplarFields};
constexpr Field kPointFields[] = {{"startTimeUnixNano", 2, Form::kFixed64},
                                  {"timeUnixNano", 3, Form::kFixed64},
                                  {"asDouble", 4, Form::kDouble},
                                  {"exemplars", 5, Form::kMessage, kRepeated, &kExemplar},
                                  {"asInt", 6, Form::kSfixed64},
                                  {"attributes", 7, Form::kMessage, kRepeated, &kKeyValue},
                                  {"flags", 8, Form::kUint32}};
constexpr Message kPoint{kPointFields};
constexpr Field kSumFields[] = {
    {"dataPoints", 1, Form::kMessage, kRepeated, &kPoint},
    {"aggregationTemporality", 2, Form::kEnum, false, nullptr, kTemporalities},
    {"isMonotonic", 3, Form::kBool}};
constexpr Message kSum{kSumFields};
constexpr Field kGaugeFields[] = {{"dataPoints", 1, Form::kMessage, kRepeated, &kPoint}};
constexpr Message kGauge{kGaugeFields};
// Points that are only counted keep nothing.
constexpr Message kCounted{};
constexpr Field kUnstoredFields[] = {{"dataPoints", 1, Form::kMessage, kRepeated, &kCounted}};
constexpr Message kUnstored{kUnstoredFields};
constexpr Field kMetricFields[] = {{"name", 1, Form::kString},
                                   {"description", 2, Form::kString},
                                   {"unit", 3, Form::kString},
                                   {"gauge", 5, Form::kMessage, false, &kGauge},
                                   {"sum", 7, Form::kMessage, false, &kSum},
                                   {"histogram", 9, Form::kMessage, false, &kUnstored},
                                   {"exponentialHistogram", 10, Form::kMessage, false, &kUnstored},
                                   {"summary", 11, Form::kMessage, false, &kUnstored}};
constexpr Message kMetric{kMetricFields};

// Request → resource groups → scope groups → items, named by signal.
constexpr Field kScopeLogsFields[] = {{"scope", 1, Form::kMessage, false, &kScope},
                                      {"logRecords", 2, Form::kMessage, kRepeated, &kLogRecord}};
constexpr Message kScopeLogs{kScopeLogsFields};
constexpr Field kResourceLogsFields[] = {{"resource", 1, Form::kMessage, false, &kResource},
                                         {"scopeLogs", 2, Form::kMessage, kRepeated, &kScopeLogs}};
constexpr Message kResourceLogs{kResourceLogsFields};
constexpr Field kLogsFields[] = {{"resourceLogs", 1, Form::kMessage, kRepeated, &kResourceLogs}};
constexpr Message kLogs{kLogsFields};

constexpr Field kScopeSpansFields[] = {{"scope", 1, Form::kMessage, false, &kScope},
                                       {"spans", 2, Form::kMessage, kRepeated, &kSpan}};
constexpr Message kScopeSpans{kScopeSpansFields};
constexpr Field kResourceSpansFields[] = {
    {"resource", 1, Form::kMessage, false, &kResource},
    {"scopeSpans", 2, Form::kMessage, kRepeated, &kScopeSpans}};
constexpr Message kResourceSpans{kResourceSpansFields};
constexpr Field kTracesFields[] = {
    {"resourceSpans", 1, Form::kMessage, kRepeated, &kResourceSpans}};
constexpr Message kTraces{kTracesFields};

constexpr Field kScopeMetricsFields[] = {{"scope", 1, Form::kMessage, false, &kScope},
                                         {"metrics", 2, Form::kMessage, kRepeated, &kMetric}};
constexpr Message kScopeMetrics{kScopeMetricsFields};
constexpr Field kResourceMetricsFields[] = {
    {"resource", 1, Form::kMessage, false, &kResource},
    {"scopeMetrics", 2, Form::kMessage, kRepeated, &kScopeMetrics}};
constexpr Message kResourceMetrics{kResourceMetricsFields};
constexpr Field kMetricsFields[] = {
    {"resourceMetrics", 1, Form::kMessage, kRepeated, &kResourceMetrics}};
constexpr Message kMetrics{kMetricsFields};

Unexpected Wrong(const Field& field, std::string_view wanted) {
  return Fail(Kind::kInvalid,
              "the field is not " + std::string(wanted) + ": " + std::string(field.name));
}

// A whole number within the type, from a number or its decimal text.
template <class Integer>
bool TakeInteger(const Json& json, Integer& value) {
  if (json.is_string()) {
    const std::string_view text = json.string_or("");
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty();
  }
  if (json.is_integer()) {
    const int64_t number = json.integer_or(0);
    value = static_cast<Integer>(number);
    return std::in_range<Integer>(number);
  }
  if (!json.is_number()) return false;
  // A double here has a fraction, an exponent, or is beyond 2^63.
  const double number = json.number_or(0.5);
  const double low = static_cast<double>(std::numeric_limits<Integer>::min());
  const double past = std::ldexp(1.0, std::numeric_limits<Integer>::digits);
  if (!(number >= low && number < past) || number != std::floor(number)) return false;
  value = static_cast<Integer>(number);
  return true;
}

bool TakeDouble(const Json& json, double& value) {
  if (json.is_number()) {
    value = json.number_or(0);
    return true;
  }
  if (!json.is_string()) return false;
  const std::string_view text = json.string_or("");
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (text == "NaN") return value = std::numeric_limits<double>::quiet_NaN(), true;
  if (text == "Infinity") return value = kInfinity, true;
  if (text == "-Infinity") return value = -kInfinity, true;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

bool TakeEnum(const Field& field, const Json& json, int32_t& value) {
  if (!json.is_string()) return TakeInteger(json, value);
  for (size_t i = 0; i < field.names.size(); ++i) {
    if (field.names[i] == json.string_or("")) {
      value = static_cast<int32_t>(i);
      return true;
    }
  }
  return false;
}

Result<void> Write(const Message& message, const Json& json, ProtobufWriter& out);

Result<void> WriteText(const Field& field, const Json& json, ProtobufWriter& out) {
  if (!json.is_string()) return Wrong(field, "a string");
  const std::string_view text = json.string_or("");
  if (field.form == Form::kString) {
    out.Bytes(field.number, text);
    return {};
  }
  const bool hex = field.form == Form::kHex;
  const auto bytes = hex ? HexDecode(text) : Base64DecodeLenient(text);
  if (!bytes) return Wrong(field, hex ? "hexadecimal" : "base64");
  out.Bytes(field.number, *bytes);
  return {};
}

Result<void> WriteInteger(const Field& field, const Json& json, ProtobufWriter& out) {
  int64_t number = 0;
  uint64_t natural = 0;
  uint32_t small = 0;
  int32_t choice = 0;
  switch (field.form) {
    case Form::kInt64:
      if (!TakeInteger(json, number)) return Wrong(field, "a 64-bit integer");
      out.Varint(field.number, static_cast<uint64_t>(number));
      return {};
    case Form::kSfixed64:
      if (!TakeInteger(json, number)) return Wrong(field, "a 64-bit integer");
      out.Fixed64(field.number, static_cast<uint64_t>(number));
      return {};
    case Form::kFixed64:
      if (!TakeInteger(json, natural)) return Wrong(field, "an unsigned 64-bit integer");
      out.Fixed64(field.number, natural);
      return {};
    case Form::kFixed32:
      if (!TakeInteger(json, small)) return Wrong(field, "an unsigned 32-bit integer");
      out.Fixed32(field.number, small);
      return {};
    case Form::kUint32:
      if (!TakeInteger(json, small)) return Wrong(field, "an unsigned 32-bit integer");
      out.Varint(field.number, small);
      return {};
    default:
      if (!TakeEnum(field, json, choice)) return Wrong(field, "one of its values");
      out.Varint(field.number, static_cast<uint64_t>(static_cast<int64_t>(choice)));
      return {};
  }
}

Result<void> WriteOne(const Field& field, const Json& json, ProtobufWriter& out) {
  switch (field.form) {
    case Form::kString:
    case Form::kHex:
    case Form::kBase64: return WriteText(field, json, out);
    case Form::kBool:
      if (!json.is_bool()) return Wrong(field, "true or false");
      out.Varint(field.number, json.bool_or(false) ? 1 : 0);
      return {};
    case Form::kDouble: {
      double value = 0;
      if (!TakeDouble(json, value)) return Wrong(field, "a number");
      out.Double(field.number, value);
      return {};
    }
    case Form::kMessage: {
      if (!json.is_object()) return Wrong(field, "an object");
      ProtobufWriter inner;
      FIRN_OK(Write(*field.message, json, inner));
      out.Bytes(field.number, inner.bytes());
      return {};
    }
    case Form::kInt64:
    case Form::kUint32:
    case Form::kFixed64:
    case Form::kSfixed64:
    case Form::kFixed32:
    case Form::kEnum: return WriteInteger(field, json, out);
  }
  return {};
}

Result<void> Write(const Message& message, const Json& json, ProtobufWriter& out) {
  for (const Field& field : message.fields) {
    const Json* value = json.Find(field.name);
    if (value == nullptr || value->is_null()) continue;
    if (!field.repeated) {
      FIRN_OK(WriteOne(field, *value, out));
      continue;
    }
    if (!value->is_array()) return Wrong(field, "an array");
    for (const Json& element : value->array()) FIRN_OK(WriteOne(field, element, out));
  }
  return {};
}

}  // namespace

Result<std::string> ProtobufOfOtlpJson(Signal signal, std::string_view json) {
  FIRN_TRY(const Json root, format::ParseJson(json));
  if (!root.is_object()) return Fail(Kind::kInvalid, "the request is not a JSON object");
  ProtobufWriter out;
  const Message& message = signal == Signal::kLogs     ? kLogs
                           : signal == Signal::kTraces ? kTraces
                                                       : kMetrics;
  FIRN_OK(Write(message, root, out));
  return out.Take();
}

}  // namespace firn::collect
