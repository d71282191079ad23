#include "collect/answer.h"

#include "collect/otlp_text.h"
#include "format/protobuf.h"

namespace firn::collect {
namespace {

wire::HttpResponse Answer(Encoding encoding, int status, std::string body) {
  wire::HttpResponse response;
  response.status = status;
  response.headers.Add("Content-Type", encoding == Encoding::kProtobuf ? "application/x-protobuf"
                                                                       : "application/json");
  response.body = wire::Body(std::move(body));
  return response;
}

// google.rpc.Code for an HTTP status.
int RpcCode(int http_status) {
  switch (http_status) {
    case 404: return 5;  // NOT_FOUND
    case 413: return 8;  // RESOURCE_EXHAUSTED
    case 429: return 8;
    case 405:
    case 415: return 12;                          // UNIMPLEMENTED
    case 503: return 14;                          // UNAVAILABLE
    default: return http_status >= 500 ? 13 : 3;  // INTERNAL, INVALID_ARGUMENT
  }
}

std::string_view RejectedName(Signal signal) {
  switch (signal) {
    case Signal::kLogs: return "rejectedLogRecords";
    case Signal::kTraces: return "rejectedSpans";
    case Signal::kMetrics: return "rejectedDataPoints";
  }
  return {};
}

}  // namespace

wire::HttpResponse Accepted(Encoding encoding, Signal signal, size_t rejected,
                            std::string_view reasons) {
  if (encoding == Encoding::kProtobuf) {
    format::ProtobufWriter response;
    if (rejected > 0) {
      format::ProtobufWriter partial;
      partial.Varint(1, rejected);
      partial.Bytes(2, reasons);
      response.Bytes(1, partial.bytes());
    }
    return Answer(encoding, 200, response.Take());
  }
  std::string body = "{";
  if (rejected > 0) {
    body += "\"partialSuccess\":{\"";
    body += RejectedName(signal);
    body += "\":\"" + std::to_string(rejected) + "\",\"errorMessage\":";
    AppendString(reasons, body);
    body += '}';
  }
  return Answer(encoding, 200, body + "}");
}

wire::HttpResponse Refused(Encoding encoding, int http_status, std::string_view message) {
  const int code = RpcCode(http_status);
  if (encoding == Encoding::kProtobuf) {
    format::ProtobufWriter status;
    status.Varint(1, static_cast<uint64_t>(code));
    status.Bytes(2, message);
    return Answer(encoding, http_status, status.Take());
  }
  std::string body = "{\"code\":" + std::to_string(code) + ",\"message\":";
  AppendString(message, body);
  return Answer(encoding, http_status, body + "}");
}

wire::HttpResponse Busy(Encoding encoding, int http_status, int retry_after_seconds,
                        std::string_view message) {
  wire::HttpResponse response = Refused(encoding, http_status, message);
  response.headers.Add("Retry-After", std::to_string(retry_after_seconds));
  return response;
}

}  // namespace firn::collect
