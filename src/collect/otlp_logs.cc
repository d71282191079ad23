#include <algorithm>
#include <utility>

#include "collect/limits.h"
#include "collect/otlp.h"
#include "collect/otlp_groups.h"
#include "collect/otlp_text.h"
#include "format/protobuf.h"

namespace firn::collect {
namespace {

using format::ProtobufReader;

// The short names of severity numbers, as the logs data model gives them.
constexpr std::string_view kSeverityNames[] = {
    "UNSPECIFIED", "TRACE",  "TRACE2", "TRACE3", "TRACE4", "DEBUG",  "DEBUG2", "DEBUG3", "DEBUG4",
    "INFO",        "INFO2",  "INFO3",  "INFO4",  "WARN",   "WARN2",  "WARN3",  "WARN4",  "ERROR",
    "ERROR2",      "ERROR3", "ERROR4", "FATAL",  "FATAL2", "FATAL3", "FATAL4"};

std::string_view SeverityName(int32_t number) {
  const bool known = number >= 0 && std::cmp_less(number, std::size(kSeverityNames));
  return kSeverityNames[known ? number : 0];
}

// The body as text: a string as it is, everything else as JSON, nothing when it has no value.
bool ReadBody(std::string_view any, std::string& text) {
  std::string_view plain;
  bool is_string = false;
  ProtobufReader reader(any);
  while (reader.Next()) {
    is_string = reader.field() == 1;
    if (is_string) plain = reader.AsBytes();
  }
  if (!reader.ok()) return false;
  text.clear();
  if (is_string) {
    text = plain;
    return true;
  }
  return AppendAnyValue(any, text);
}

class LogDecoder {
 public:
  LogDecoder(Decoded& decoded, Time now)
      : decoded_(decoded), now_nanos_(static_cast<uint64_t>(EpochMicros(now)) * kNanosPerMicro) {}

  bool Record(std::string_view message, std::string_view columns) {
    uint64_t time = 0, observed = 0;
    int32_t severity = 0;
    std::string_view severity_text, trace_id, span_id, event;
    bool has_body = false;
    attributes_.Clear();
    ProtobufReader reader(message);
    while (reader.Next()) {
      switch (reader.field()) {
        case 1: time = reader.AsFixed64(); break;
        case 2: severity = reader.AsInt32(); break;
        case 3: severity_text = reader.AsBytes(); break;
        case 5:
          if (!ReadBody(reader.AsBytes(), body_)) return false;
          has_body = body_ != "null" || IsText(reader.AsBytes());
          break;
        case 6:
          if (!attributes_.Add(reader.AsBytes())) return false;
          break;
        case 9: trace_id = reader.AsBytes(); break;
        case 10: span_id = reader.AsBytes(); break;
        case 11: observed = reader.AsFixed64(); break;
        case 12: event = reader.AsBytes(); break;
        default: break;
      }
    }
    if (!reader.ok()) return false;
    if (time > kNanosMax || observed > kNanosMax) {
      decoded_.Reject(1, "a time beyond the year 2262");
      return true;
    }
    if (!event.empty()) attributes_.AddString("event.name", event);
    if (time == 0) time = observed != 0 ? observed : now_nanos_;
    row_.Begin(static_cast<int64_t>(time / kNanosPerMicro), size_hint_);
    if (observed != 0) row_.Integer("observed_timestamp", static_cast<int64_t>(observed));
    row_.Id("trace_id", trace_id, kTraceIdBytes);
    row_.Id("span_id", span_id, kSpanIdBytes);
    row_.Integer("severity_number", severity);
    row_.String("severity_text", severity_text.empty() ? SeverityName(severity) : severity_text);
    if (has_body) row_.String("body", body_);
    row_.Columns(columns);
    row_.String("log_attributes", attributes_.Close());
    std::string record = row_.Finish();
    size_hint_ = record.size() + 64;
    decoded_.Add(Table::kLogs, std::move(record));
    return true;
  }

 private:
  // Tells the text "null" from the value that is none.
  static bool IsText(std::string_view any) {
    ProtobufReader reader(any);
    return reader.Next();
  }

  Decoded& decoded_;
  uint64_t now_nanos_;
  AttributeText attributes_;
  std::string body_;
  Row row_;
  size_t size_hint_ = 0;
};

}  // namespace

Result<Decoded> DecodeLogs(std::string_view bytes, Time now) {
  Decoded decoded;
  LogDecoder decoder(decoded, now);
  FIRN_OK(VisitGroups(bytes, decoded,
                      {[&](std::string_view item, std::string_view columns) {
                         return decoder.Record(item, columns);
                       },
                       [](std::string_view) -> size_t { return 1; }}));
  return decoded;
}

}  // namespace firn::collect
