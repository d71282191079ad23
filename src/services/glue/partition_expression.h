#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/glue.h"

namespace firn::services::glue {

// The value that stands for null in partitions.
inline constexpr std::string_view kNullPartition = "__HIVE_DEFAULT_PARTITION__";

// GetPartitions' Expression: comparisons of partition keys with literals under AND, OR, NOT, IN,
// BETWEEN, LIKE and IS NULL, each key compared by its own type. Threads: a value.
class PartitionFilter {
 public:
  // InvalidInputException for what is no such expression, names no partition key, or compares a key
  // with what its type is not.
  static Result<PartitionFilter> Parse(std::string_view expression,
                                       const std::vector<api::glue::Column>& keys);

  // Whether a partition's values satisfy it; what is unknown because of a null does not.
  // InvalidStateException when a value is not of its key's type.
  Result<bool> Matches(const std::vector<std::string>& values) const;

  struct Node;

 private:
  std::shared_ptr<const Node> root_;
};

}  // namespace firn::services::glue
