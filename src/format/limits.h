#pragma once

#include <cstddef>

namespace firn::format {

inline constexpr size_t kJsonDepthMax = 128;               // nested arrays and objects
inline constexpr size_t kJsonParserKeptBytes = 1 << 20;    // a thread's parser above this is given back

}  // namespace firn::format
