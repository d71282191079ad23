#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "format/json.h"
#include "sys/thread.h"

namespace firn::server {

// The bad days of AWS, made on purpose so that clients can be tried against them: requests are throttled at a given
// rate, in an order that a seed decides. Fair until told otherwise. Threads: any.
class Weather {
 public:
  // {"throttle": {"rate": 0.2, "services": ["glue"]}, "seed": 7}: a rate from 0 to 1 of the requests to the services
  // named (all when absent) is refused. {} is fair weather again. kInvalid names the member that is wrong; the weather
  // then stays as it was.
  Result<void> Set(const format::Json& forecast);
  format::Json Get() const;

  // The failure that strikes a request to the service now, or nothing.
  std::optional<Error> Strike(std::string_view service);

 private:
  struct Forecast {
    double throttle_rate = 0;
    std::set<std::string, std::less<>> throttled;  // empty: every service
    uint64_t seed = 1;
  };

  mutable sys::Mutex mutex_;  // guards what follows
  Forecast forecast_;
  uint64_t position_ = 0;  // in the sequence that the seed begins
};

}  // namespace firn::server
