#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace firn::services::firehose {

// A set of numbers as it is kept: pairs of the first and the last number of a run, ascending.
using RowSet = std::vector<int64_t>;

// Adds a number greater than all that are in it.
void AppendRow(RowSet& set, int64_t row);
bool HasRow(const RowSet& set, int64_t row);
size_t CountRows(const RowSet& set);
RowSet UnionOf(const RowSet& a, const RowSet& b);

}  // namespace firn::services::firehose
