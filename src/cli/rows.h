#pragma once

#include <string>

#include "converge/query.h"

namespace firn::cli {

enum class RowFormat { kTable, kCsv, kJson };

// The rows of a query for a person or a program: an aligned table in which long texts are cut, CSV
// with a header line, or one JSON array of row objects.
std::string RowsText(const converge::QueryAnswer& answer, RowFormat format);

}  // namespace firn::cli
