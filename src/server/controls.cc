#include "server/controls.h"

#include "format/json.h"

namespace firn::server {
namespace {

using format::Json;

constexpr double kAdvanceSecondsMax = 10.0 * 365 * 86400;
constexpr size_t kControlBodyMax = 1 << 16;

wire::HttpResponse Answer(int status, const Json& body) {
  wire::HttpResponse response;
  response.status = status;
  response.headers.Set("Content-Type", "application/json");
  response.body = wire::Body(body.Text());
  return response;
}

wire::HttpResponse Refuse(int status, std::string reason) {
  Json body{Json::Object{}};
  body.Set("error", std::move(reason));
  return Answer(status, body);
}

Result<Json> ReadJson(const wire::HttpRequest& request) {
  if (request.body.size() > kControlBodyMax) return Fail(Kind::kInvalid, "the body is too long");
  FIRN_TRY(const std::string text, request.body.Read());
  return format::ParseJson(text);
}

}  // namespace

wire::HttpResponse Controls::Handle(const wire::HttpRequest& request) {
  if (request.path == "/_firn/health") return Answer(200, Json::Object{{"status", "ok"}});
  const bool known =
      request.path == "/_firn/reset" || request.path == "/_firn/clock" || request.path == "/_firn/faults";
  if (!known) return Refuse(404, "no such path");
  if (mode_ != ControlsMode::kOpen) return Refuse(403, "start the lake with --controls to use " + request.path);
  if (request.headers.Has("Origin") || request.headers.Has("Sec-Fetch-Site")) {
    return Refuse(403, "pages in a browser may not control the lake");
  }
  if (request.path == "/_firn/clock") return Clock(request);
  if (request.path == "/_firn/faults") return Faults(request);
  if (request.method != "POST") return Refuse(405, "reset is a POST");
  const auto done = reset_();
  if (!done) return Refuse(500, done.error().message);
  clock_.Restore();
  const auto fair = weather_.Set(Json(Json::Object{}));
  if (!fair) return Refuse(500, fair.error().message);
  return Answer(200, Json(Json::Object{}));
}

wire::HttpResponse Controls::Clock(const wire::HttpRequest& request) {
  if (request.method == "POST") {
    const auto body = ReadJson(request);
    if (!body) return Refuse(400, body.error().message);
    const double seconds = (*body)["advance_s"].number_or(-1);
    if (!(seconds >= 0 && seconds <= kAdvanceSecondsMax)) {
      return Refuse(400, "advance_s must be seconds from 0 to ten years; time only moves forward");
    }
    clock_.Advance(std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds)));
  } else if (request.method != "GET") {
    return Refuse(405, "the clock is told by GET and moved by POST");
  }
  Json told{Json::Object{}};
  told.Set("now", FormatIso8601(clock_.Now()));
  told.Set("advanced_s", static_cast<double>(clock_.shift().count()) / 1e6);
  return Answer(200, told);
}

wire::HttpResponse Controls::Faults(const wire::HttpRequest& request) {
  if (request.method == "PUT") {
    const auto body = ReadJson(request);
    if (!body) return Refuse(400, body.error().message);
    if (const auto set = weather_.Set(*body); !set) return Refuse(400, set.error().message);
  } else if (request.method != "GET") {
    return Refuse(405, "faults are told by GET and made by PUT");
  }
  return Answer(200, weather_.Get());
}

}  // namespace firn::server
