#include <utility>

#include "collect/limits.h"
#include "collect/otlp.h"
#include "collect/otlp_groups.h"
#include "collect/otlp_text.h"
#include "format/protobuf.h"

namespace firn::collect {
namespace {

using format::ProtobufReader;

// The fields of a span that need no text of their own.
struct Span {
  std::string_view trace_id, span_id, parent_span_id, trace_state, name, status_message;
  uint64_t start = 0, end = 0;
  int32_t kind = 0, status_code = 0;
  uint32_t dropped_attributes = 0, dropped_events = 0, dropped_links = 0, flags = 0;
};

bool ReadStatus(std::string_view message, Span& span) {
  ProtobufReader reader(message);
  while (reader.Next()) {
    if (reader.field() == 2) span.status_message = reader.AsBytes();
    if (reader.field() == 3) span.status_code = reader.AsInt32();
  }
  return reader.ok();
}

class SpanDecoder {
 public:
  explicit SpanDecoder(Decoded& decoded) : decoded_(decoded) {}

  bool Record(std::string_view message, std::string_view columns) {
    Span span;
    attributes_.Clear();
    events_.assign(1, '[');
    links_.assign(1, '[');
    if (!Read(message, span)) return false;
    events_ += ']';
    links_ += ']';
    if (span.start > kNanosMax || span.end > kNanosMax) {
      decoded_.Reject(1, "a time beyond the year 2262");
    } else {
      Write(span, columns);
    }
    return true;
  }

 private:
  bool Read(std::string_view message, Span& span) {
    ProtobufReader reader(message);
    while (reader.Next()) {
      switch (reader.field()) {
        case 1: span.trace_id = reader.AsBytes(); break;
        case 2: span.span_id = reader.AsBytes(); break;
        case 3: span.trace_state = reader.AsBytes(); break;
        case 4: span.parent_span_id = reader.AsBytes(); break;
        case 5: span.name = reader.AsBytes(); break;
        case 6: span.kind = reader.AsInt32(); break;
        case 7: span.start = reader.AsFixed64(); break;
        case 8: span.end = reader.AsFixed64(); break;
        case 9:
          if (!attributes_.Add(reader.AsBytes())) return false;
          break;
        case 10: span.dropped_attributes = reader.AsUint32(); break;
        case 11:
          if (!Event(reader.AsBytes())) return false;
          break;
        case 12: span.dropped_events = reader.AsUint32(); break;
        case 13:
          if (!Link(reader.AsBytes())) return false;
          break;
        case 14: span.dropped_links = reader.AsUint32(); break;
        case 15:
          if (!ReadStatus(reader.AsBytes(), span)) return false;
          break;
        case 16: span.flags = reader.AsFixed32(); break;
        default: break;
      }
    }
    return reader.ok();
  }

  void Write(const Span& span, std::string_view columns) {
    row_.Begin(static_cast<int64_t>(span.start / kNanosPerMicro), size_hint_);
    const auto start = static_cast<int64_t>(span.start), end = static_cast<int64_t>(span.end);
    row_.Integer("end_timestamp", end);
    row_.Integer("duration", end == 0 ? 0 : end - start);  // a span may end before it began
    row_.Id("trace_id", span.trace_id, kTraceIdBytes);
    row_.Id("span_id", span.span_id, kSpanIdBytes);
    row_.Id("parent_span_id", span.parent_span_id, kSpanIdBytes);
    row_.StringUnlessEmpty("trace_state", span.trace_state);
    row_.String("span_name", span.name);
    row_.Integer("span_kind", span.kind);
    row_.Integer("status_code", span.status_code);
    row_.StringUnlessEmpty("status_message", span.status_message);
    row_.Columns(columns);
    row_.String("span_attributes", attributes_.Close());
    row_.String("events_json", events_);
    row_.String("links_json", links_);
    row_.Integer("dropped_attributes_count", IntColumn(span.dropped_attributes));
    row_.Integer("dropped_events_count", IntColumn(span.dropped_events));
    row_.Integer("dropped_links_count", IntColumn(span.dropped_links));
    row_.Integer("flags", IntColumn(span.flags));
    std::string record = row_.Finish();
    size_hint_ = record.size() + 64;
    decoded_.Add(Table::kTraces, std::move(record));
  }

  bool Event(std::string_view message) {
    uint64_t time = 0;
    uint32_t dropped = 0;
    std::string_view name;
    AttributeText attributes;
    ProtobufReader reader(message);
    while (reader.Next()) {
      switch (reader.field()) {
        case 1: time = reader.AsFixed64(); break;
        case 2: name = reader.AsBytes(); break;
        case 3:
          if (!attributes.Add(reader.AsBytes())) return false;
          break;
        case 4: dropped = reader.AsUint32(); break;
        default: break;
      }
    }
    if (events_.size() > 1) events_ += ',';
    events_ += "{\"time_unix_nano\":";
    events_ += std::to_string(time);
    events_ += ",\"name\":";
    AppendString(name, events_);
    FinishElement(attributes, dropped, events_);
    return reader.ok();
  }

  bool Link(std::string_view message) {
    std::string_view trace_id, span_id, trace_state;
    uint32_t dropped = 0, flags = 0;
    AttributeText attributes;
    ProtobufReader reader(message);
    while (reader.Next()) {
      switch (reader.field()) {
        case 1: trace_id = reader.AsBytes(); break;
        case 2: span_id = reader.AsBytes(); break;
        case 3: trace_state = reader.AsBytes(); break;
        case 4:
          if (!attributes.Add(reader.AsBytes())) return false;
          break;
        case 5: dropped = reader.AsUint32(); break;
        case 6: flags = reader.AsFixed32(); break;
        default: break;
      }
    }
    if (links_.size() > 1) links_ += ',';
    links_ += "{\"trace_id\":";
    AppendHex(trace_id, links_);
    links_ += ",\"span_id\":";
    AppendHex(span_id, links_);
    links_ += ",\"trace_state\":";
    AppendString(trace_state, links_);
    links_ += ",\"flags\":";
    AppendInteger(flags, links_);
    FinishElement(attributes, dropped, links_);
    return reader.ok();
  }

  static void FinishElement(AttributeText& attributes, uint32_t dropped, std::string& out) {
    out += ",\"attributes\":";
    out += attributes.Close();
    out += ",\"dropped_attributes_count\":";
    AppendInteger(dropped, out);
    out += '}';
  }

  Decoded& decoded_;
  AttributeText attributes_;
  std::string events_, links_;
  Row row_;
  size_t size_hint_ = 0;
};

}  // namespace

Result<Decoded> DecodeTraces(std::string_view bytes) {
  Decoded decoded;
  SpanDecoder decoder(decoded);
  FIRN_OK(VisitGroups(bytes, decoded,
                      {[&](std::string_view item, std::string_view columns) {
                         return decoder.Record(item, columns);
                       },
                       [](std::string_view) -> size_t { return 1; }}));
  return decoded;
}

}  // namespace firn::collect
