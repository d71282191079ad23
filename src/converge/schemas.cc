// The built-in table schemas: OpenTelemetry's signals in the columns that the otlp2pipeline family of tools uses, so
// that their queries and dashboards work unchanged.

#include "converge/lake.h"

namespace firn::converge {
namespace {

constexpr bool kRequired = true;

std::vector<ColumnSpec> Logs() {
  return {{"timestamp", "timestamp", kRequired},
          {"observed_timestamp", "long"},
          {"trace_id", "string"},
          {"span_id", "string"},
          {"service_name", "string", kRequired},
          {"service_namespace", "string"},
          {"service_instance_id", "string"},
          {"severity_number", "int", kRequired},
          {"severity_text", "string", kRequired},
          {"body", "string"},
          {"resource_attributes", "string"},
          {"scope_name", "string"},
          {"scope_version", "string"},
          {"scope_attributes", "string"},
          {"log_attributes", "string"}};
}

std::vector<ColumnSpec> Traces() {
  return {{"timestamp", "timestamp", kRequired},
          {"end_timestamp", "long", kRequired},
          {"duration", "long", kRequired},
          {"trace_id", "string"},
          {"span_id", "string"},
          {"parent_span_id", "string"},
          {"trace_state", "string"},
          {"service_name", "string", kRequired},
          {"service_namespace", "string"},
          {"service_instance_id", "string"},
          {"span_name", "string", kRequired},
          {"span_kind", "int", kRequired},
          {"status_code", "int", kRequired},
          {"status_message", "string"},
          {"resource_attributes", "string"},
          {"scope_name", "string"},
          {"scope_version", "string"},
          {"scope_attributes", "string"},
          {"span_attributes", "string"},
          {"events_json", "string"},
          {"links_json", "string"},
          {"dropped_attributes_count", "int"},
          {"dropped_events_count", "int"},
          {"dropped_links_count", "int"},
          {"flags", "int"}};
}

std::vector<ColumnSpec> Gauge() {
  return {{"timestamp", "timestamp", kRequired},
          {"start_timestamp", "long"},
          {"metric_name", "string", kRequired},
          {"metric_description", "string"},
          {"metric_unit", "string"},
          {"value", "double", kRequired},
          {"service_name", "string", kRequired},
          {"service_namespace", "string"},
          {"service_instance_id", "string"},
          {"resource_attributes", "string"},
          {"scope_name", "string"},
          {"scope_version", "string"},
          {"scope_attributes", "string"},
          {"metric_attributes", "string"},
          {"flags", "int"},
          {"exemplars_json", "string"}};
}

std::vector<ColumnSpec> Sum() {
  std::vector<ColumnSpec> columns = Gauge();
  columns.push_back({"aggregation_temporality", "int", kRequired});
  columns.push_back({"is_monotonic", "boolean", kRequired});
  return columns;
}

}  // namespace

Result<std::vector<ColumnSpec>> BuiltInSchema(std::string_view name) {
  if (name == "otlp/logs") return Logs();
  if (name == "otlp/traces") return Traces();
  if (name == "otlp/gauge") return Gauge();
  if (name == "otlp/sum") return Sum();
  return Fail(Kind::kNotFound, "no built-in schema '" + std::string(name) +
                                   "': there are otlp/logs, otlp/traces, otlp/sum and otlp/gauge");
}

}  // namespace firn::converge
