#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace firn::services::iam {

// Where a statement stands in the text of its policy, as the policy simulator counts: the column
// behind its opening brace and the one behind its closing brace, from one.
struct StatementPosition {
  int32_t start_line = 1;
  int32_t start_column = 1;
  int32_t end_line = 1;
  int32_t end_column = 1;
};

// The statements of a document that has been parsed before, in order.
std::vector<StatementPosition> StatementPositions(std::string_view document);

}  // namespace firn::services::iam
