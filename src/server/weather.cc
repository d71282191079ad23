#include "server/weather.h"

namespace firn::server {
namespace {

using format::Json;

// The next number of a sequence, evenly from 0 to 1 (the finalizer of SplitMix64).
double Even(uint64_t seed, uint64_t position) {
  uint64_t bits = seed + position * 0x9e3779b97f4a7c15u;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
  bits ^= bits >> 31;
  return static_cast<double>(bits >> 11) * 0x1.0p-53;
}

Unexpected Wrong(std::string_view member, std::string_view wanted) {
  return Fail(Kind::kInvalid, std::string(member) + " must be " + std::string(wanted));
}

}  // namespace

Result<void> Weather::Set(const Json& forecast) {
  if (!forecast.is_object()) return Wrong("the body", "an object");
  Forecast next;
  for (const auto& [name, value] : forecast.object()) {
    if (name == "seed") {
      if (!value.is_integer()) return Wrong("seed", "a whole number");
      next.seed = static_cast<uint64_t>(value.integer_or(1));
    } else if (name == "throttle") {
      if (!value.is_object()) return Wrong("throttle", "an object");
      for (const auto& [key, _] : value.object()) {
        if (key != "rate" && key != "services") return Wrong("throttle", "rate and services; not " + key);
      }
      next.throttle_rate = value["rate"].number_or(-1);
      if (!(next.throttle_rate >= 0 && next.throttle_rate <= 1)) return Wrong("throttle.rate", "a number from 0 to 1");
      const Json& services = value["services"];
      if (!services.is_null() && !services.is_array()) return Wrong("throttle.services", "a list of service names");
      for (const Json& service : services.array()) {
        if (!service.is_string()) return Wrong("throttle.services", "a list of service names");
        next.throttled.emplace(service.string_or({}));
      }
    } else {
      return Wrong("the body", "of throttle and seed; not " + name);
    }
  }
  sys::Lock lock(mutex_);
  forecast_ = std::move(next);
  position_ = 0;
  return {};
}

Json Weather::Get() const {
  sys::Lock lock(mutex_);
  Json forecast{Json::Object{}};
  forecast.Set("seed", static_cast<int64_t>(forecast_.seed));
  if (forecast_.throttle_rate == 0) return forecast;
  Json throttle{Json::Object{}};
  throttle.Set("rate", forecast_.throttle_rate);
  if (!forecast_.throttled.empty()) {
    Json services{Json::Array{}};
    for (const std::string& service : forecast_.throttled) services.Append(service);
    throttle.Set("services", std::move(services));
  }
  forecast.Set("throttle", std::move(throttle));
  return forecast;
}

std::optional<Error> Weather::Strike(std::string_view service) {
  sys::Lock lock(mutex_);
  if (forecast_.throttle_rate == 0) return std::nullopt;
  if (!forecast_.throttled.empty() && !forecast_.throttled.contains(service)) return std::nullopt;
  if (Even(forecast_.seed, ++position_) >= forecast_.throttle_rate) return std::nullopt;
  return Error{Kind::kThrottled, "Rate exceeded", {}, 0, {}};
}

}  // namespace firn::server
