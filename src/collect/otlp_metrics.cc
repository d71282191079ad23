#include <cmath>
#include <utility>

#include "collect/limits.h"
#include "collect/otlp.h"
#include "collect/otlp_groups.h"
#include "collect/otlp_text.h"
#include "format/protobuf.h"

namespace firn::collect {
namespace {

using format::ProtobufReader;

constexpr uint32_t kNoRecordedValue = 1;  // DataPointFlags

// Fields of Metric that hold its points; in each of them field 1 repeats the points.
constexpr uint32_t kGauge = 5, kSum = 7, kHistogram = 9, kExponential = 10, kSummary = 11;

// The number of a point or exemplar: fields 4 and 6 of the one, 3 and 6 of the other.
struct Number {
  double value = 0;
  bool present = false;
  void Set(double number) {
    value = number;
    present = true;
  }
};

struct Metric {
  std::string_view name, description, unit, data;
  uint32_t kind = 0;
};

bool ReadMetric(std::string_view message, Metric& metric) {
  ProtobufReader reader(message);
  while (reader.Next()) {
    switch (reader.field()) {
      case 1: metric.name = reader.AsBytes(); break;
      case 2: metric.description = reader.AsBytes(); break;
      case 3: metric.unit = reader.AsBytes(); break;
      case kGauge:
      case kSum:
      case kHistogram:
      case kExponential:
      case kSummary:
        metric.kind = reader.field();
        metric.data = reader.AsBytes();
        break;
      default: break;
    }
  }
  return reader.ok();
}

bool CountPoints(std::string_view data, size_t& count) {
  ProtobufReader reader(data);
  while (reader.Next()) {
    if (reader.field() != 1) continue;
    ProtobufReader point(reader.AsBytes());
    while (point.Next()) {
    }
    if (!point.ok()) return false;
    ++count;
  }
  return reader.ok();
}

std::string_view NotStored(uint32_t kind) {
  switch (kind) {
    case kHistogram: return "histogram points are not stored";
    case kExponential: return "exponential histogram points are not stored";
    default: return "summary points are not stored";
  }
}

size_t PointsOf(std::string_view item) {
  Metric metric;
  size_t count = 0;
  if (ReadMetric(item, metric)) CountPoints(metric.data, count);
  return count;
}

class MetricDecoder {
 public:
  explicit MetricDecoder(Decoded& decoded) : decoded_(decoded) {}

  bool Record(std::string_view message, std::string_view columns) {
    Metric metric;
    if (!ReadMetric(message, metric)) return false;
    if (metric.kind == 0) return true;  // no points
    if (metric.kind != kSum && metric.kind != kGauge) {
      size_t count = 0;
      if (!CountPoints(metric.data, count)) return false;
      decoded_.Reject(count, NotStored(metric.kind));
      return true;
    }
    if (metric.name.size() + metric.description.size() + metric.unit.size() + columns.size() >
        kRecordBytesMax) {
      decoded_.Reject(PointsOf(message), "a metric's names and attributes above 1000 KiB");
      return true;
    }
    temporality_ = 0;
    monotonic_ = false;
    ProtobufReader head(metric.data);
    while (metric.kind == kSum && head.Next()) {
      if (head.field() == 2) temporality_ = head.AsInt32();
      if (head.field() == 3) monotonic_ = head.AsBool();
    }
    if (!head.ok()) return false;
    ProtobufReader reader(metric.data);
    while (reader.Next()) {
      if (reader.field() == 1 && !Point(metric, reader.AsBytes(), columns)) return false;
      if (decoded_.bytes > kDecodedBytesMax) return true;  // the caller refuses the request
    }
    return reader.ok();
  }

 private:
  bool Point(const Metric& metric, std::string_view message, std::string_view columns) {
    uint64_t start = 0, time = 0;
    uint32_t flags = 0;
    Number number;
    attributes_.Clear();
    exemplars_.assign(1, '[');
    ProtobufReader reader(message);
    while (reader.Next()) {
      switch (reader.field()) {
        case 2: start = reader.AsFixed64(); break;
        case 3: time = reader.AsFixed64(); break;
        case 4: number.Set(reader.AsDouble()); break;
        case 5:
          if (!Exemplar(reader.AsBytes())) return false;
          break;
        case 6: number.Set(static_cast<double>(static_cast<int64_t>(reader.AsFixed64()))); break;
        case 7:
          if (!attributes_.Add(reader.AsBytes())) return false;
          break;
        case 8: flags = reader.AsUint32(); break;
        default: break;
      }
    }
    if (!reader.ok()) return false;
    exemplars_ += ']';
    if (time > kNanosMax || start > kNanosMax) {
      decoded_.Reject(1, "a time beyond the year 2262");
    } else if (!number.present || (flags & kNoRecordedValue) != 0) {
      decoded_.Reject(1, "points without a recorded value are not stored");
    } else if (!std::isfinite(number.value)) {
      decoded_.Reject(1, "values that are not finite are not stored");
    } else {
      row_.Begin(static_cast<int64_t>(time / kNanosPerMicro), size_hint_);
      if (start != 0) row_.Integer("start_timestamp", static_cast<int64_t>(start));
      Write(metric, number.value, flags, columns);
    }
    return true;
  }

  void Write(const Metric& metric, double value, uint32_t flags, std::string_view columns) {
    row_.String("metric_name", metric.name);
    row_.StringUnlessEmpty("metric_description", metric.description);
    row_.StringUnlessEmpty("metric_unit", metric.unit);
    row_.Double("value", value);
    row_.Columns(columns);
    row_.String("metric_attributes", attributes_.Close());
    row_.Integer("flags", IntColumn(flags));
    row_.String("exemplars_json", exemplars_);
    if (metric.kind == kSum) {
      row_.Integer("aggregation_temporality", temporality_);
      row_.Boolean("is_monotonic", monotonic_);
    }
    std::string record = row_.Finish();
    size_hint_ = record.size() + 64;
    decoded_.Add(metric.kind == kSum ? Table::kSum : Table::kGauge, std::move(record));
  }

  bool Exemplar(std::string_view message) {
    uint64_t time = 0;
    std::string_view span_id, trace_id;
    std::string value = "null";
    AttributeText attributes;
    ProtobufReader reader(message);
    while (reader.Next()) {
      switch (reader.field()) {
        case 2: time = reader.AsFixed64(); break;
        case 3:
          value.clear();
          AppendDouble(reader.AsDouble(), value);
          break;
        case 4: span_id = reader.AsBytes(); break;
        case 5: trace_id = reader.AsBytes(); break;
        case 6: value = std::to_string(static_cast<int64_t>(reader.AsFixed64())); break;
        case 7:
          if (!attributes.Add(reader.AsBytes())) return false;
          break;
        default: break;
      }
    }
    if (exemplars_.size() > 1) exemplars_ += ',';
    exemplars_ += "{\"time_unix_nano\":" + std::to_string(time) + ",\"value\":" + value;
    exemplars_ += ",\"trace_id\":";
    AppendHex(trace_id, exemplars_);
    exemplars_ += ",\"span_id\":";
    AppendHex(span_id, exemplars_);
    exemplars_ += ",\"filtered_attributes\":" + attributes.Close() + "}";
    return reader.ok();
  }

  Decoded& decoded_;
  AttributeText attributes_;
  std::string exemplars_;
  Row row_;
  int32_t temporality_ = 0;
  bool monotonic_ = false;
  size_t size_hint_ = 0;
};

}  // namespace

Result<Decoded> DecodeMetrics(std::string_view bytes) {
  Decoded decoded;
  MetricDecoder decoder(decoded);
  FIRN_OK(VisitGroups(bytes, decoded,
                      {[&](std::string_view item, std::string_view columns) {
                         return decoder.Record(item, columns);
                       },
                       PointsOf}));
  return decoded;
}

}  // namespace firn::collect
