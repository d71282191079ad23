#pragma once

#include <functional>

#include "base/result.h"
#include "server/shifted_clock.h"
#include "server/weather.h"
#include "wire/http.h"

namespace firn::server {

enum class ControlsMode {
  kHealthOnly,
  kOpen,  // whoever reaches the port may reset the lake, move its clock and make weather: for tests
};

// Answers the program's own requests, under /_firn/, which carry no signature:
//
//   GET  /_firn/health                        {"status": "ok"}
//   POST /_firn/reset                         removes everything the lake holds, and makes time and weather fair
//   POST /_firn/clock   {"advance_s": 3600}   moves time forward; GET tells by how much
//   PUT  /_firn/faults  (weather.h)           GET tells them
//
// A page in a browser can send such requests to a port on its own machine; what says that it comes from a page is
// refused. Threads: any.
class Controls {
 public:
  Controls(ControlsMode mode, ShiftedClock& clock, Weather& weather, std::function<Result<void>()> reset)
      : mode_(mode), clock_(clock), weather_(weather), reset_(std::move(reset)) {}

  wire::HttpResponse Handle(const wire::HttpRequest& request);

 private:
  wire::HttpResponse Clock(const wire::HttpRequest& request);
  wire::HttpResponse Faults(const wire::HttpRequest& request);

  ControlsMode mode_;
  ShiftedClock& clock_;
  Weather& weather_;
  std::function<Result<void>()> reset_;
};

}  // namespace firn::server
