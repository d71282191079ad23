#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "columnar/batch.h"

namespace firn::columnar {

// One value of a scalar type: int32 also for dates, int64 also for times and timestamps, Int128 the
// unscaled decimal, string also for binary and fixed.
using Scalar = std::variant<bool, int32_t, int64_t, float, double, Int128, Uuid, std::string>;

// What Iceberg's manifests say about one column, or one leaf of a nested column, of a file. A part
// is absent when it is not known for certain. Counts are of the leaf's own values: for list
// elements, of all elements of all rows.
struct ColumnStats {
  std::optional<int64_t> column_bytes;  // compressed, in the file
  std::optional<int64_t> value_count;   // nulls and NaNs included
  std::optional<int64_t> null_count;
  std::optional<int64_t> nan_count;  // float and double only
  // Bounds over everything but nulls and NaNs; absent for leaves inside lists and maps. Text is cut
  // to kBoundCharacters characters (binary: bytes), the upper one rounded up, so a bound need not
  // occur in the file.
  std::optional<Scalar> lower;
  std::optional<Scalar> upper;

  bool operator==(const ColumnStats&) const = default;
};

struct FileStats {
  int64_t rows = 0;
  int64_t file_bytes = 0;
  std::map<int, ColumnStats> columns;  // by field id
  std::vector<int64_t> split_offsets;  // where row groups begin; empty when not known
};

// Counts and bounds of the leaves of the batches' columns, which share one schema. Column sizes are
// left out, and bounds of the fields in `bounded`, which the caller knows already.
std::map<int, ColumnStats> StatsOf(std::span<const Batch* const> batches,
                                   const std::set<int>& bounded);

// The first kBoundCharacters characters: sorts before or equal to `text`, which is UTF-8.
std::string LowerTextBound(std::string_view text);
// As many characters with the last one raised: sorts after `text`. Nothing when no such text
// exists.
std::optional<std::string> UpperTextBound(std::string_view text);
// The same by bytes.
std::string LowerBytesBound(std::string_view bytes);
std::optional<std::string> UpperBytesBound(std::string_view bytes);

}  // namespace firn::columnar
