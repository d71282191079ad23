#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

// One-time codes of virtual multi-factor devices: RFC 6238 with SHA-1, six digits, thirty seconds.
namespace firn::services::iam {

// The six digits for one step of thirty seconds since 1970.
std::string CodeOf(std::string_view seed, int64_t step);
// The step whose code this is: now or one before or after, as clocks differ, and later than
// `after`. Empty when it is none's.
std::optional<int64_t> StepOf(std::string_view seed, std::string_view code, Time now,
                              int64_t after);
// RFC 4648 without padding, as seeds are shown.
std::string Base32Encode(std::string_view bytes);

}  // namespace firn::services::iam
