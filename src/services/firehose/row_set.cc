#include "services/firehose/row_set.h"

#include <algorithm>
#include <iterator>

namespace firn::services::firehose {

void AppendRow(RowSet& set, int64_t row) {
  if (!set.empty() && set.back() + 1 == row) {
    set.back() = row;
    return;
  }
  set.push_back(row);
  set.push_back(row);
}

bool HasRow(const RowSet& set, int64_t row) {
  // The first element not less than the row: the end of its run, or its beginning when that is the
  // row itself.
  const auto found = std::lower_bound(set.begin(), set.end(), row);
  if (found == set.end()) return false;
  return *found == row || (found - set.begin()) % 2 == 1;
}

size_t CountRows(const RowSet& set) {
  size_t count = 0;
  for (size_t i = 0; i + 1 < set.size(); i += 2)
    count += static_cast<size_t>(set[i + 1] - set[i] + 1);
  return count;
}

RowSet UnionOf(const RowSet& a, const RowSet& b) {
  std::vector<std::pair<int64_t, int64_t>> runs;
  for (const RowSet* set : {&a, &b}) {
    for (size_t i = 0; i + 1 < set->size(); i += 2) runs.emplace_back((*set)[i], (*set)[i + 1]);
  }
  std::sort(runs.begin(), runs.end());
  RowSet joined;
  for (const auto& [first, last] : runs) {
    if (!joined.empty() && first <= joined.back() + 1) {
      joined.back() = std::max(joined.back(), last);
    } else {
      joined.push_back(first);
      joined.push_back(last);
    }
  }
  return joined;
}

}  // namespace firn::services::firehose
