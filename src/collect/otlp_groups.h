#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>

#include "base/result.h"
#include "collect/decoded.h"

namespace firn::collect {

inline constexpr uint64_t kNanosPerMicro = 1000;
inline constexpr uint64_t kNanosMax = std::numeric_limits<int64_t>::max();  // April 2262

// An unsigned 32-bit number in an int column: the largest int stands for everything beyond it.
int32_t IntColumn(uint32_t value);

// Walks Export…ServiceRequest → Resource… → Scope… and hands each item (log record, span, metric)
// over together with the columns of its resource and scope, which are written once and copied into
// every record. All three signals number these fields alike.
//
// `item` appends to the decoded records and is false when the item is malformed. An item whose
// columns alone are above the limit of a record is counted by `count` and rejected unread.
struct GroupVisitor {
  std::function<bool(std::string_view item, std::string_view columns)> item;
  std::function<size_t(std::string_view item)> count;
};
Result<void> VisitGroups(std::string_view request, Decoded& decoded, const GroupVisitor& visitor);

}  // namespace firn::collect
