#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace firn::collect {

// What a body of JSON events holds: one record per event with the sender's own bytes, so that no
// number loses digits, or which events are wrong and why.
struct Events {
  std::vector<std::string> records;
  // Line numbers, or places in the array, from 1; at most kBadEventsNamedMax of `wrong_count`.
  std::vector<std::pair<size_t, std::string>> wrong;
  size_t wrong_count = 0;
};

// Reads one JSON object, an array of objects, or one object per line (empty lines are skipped).
// kInvalid when an array is not JSON, since its events cannot be told apart. Threads: any.
Result<Events> ReadEvents(std::string_view body);

}  // namespace firn::collect
