#pragma once

#include <cstddef>
#include <string>

#include "columnar/batch.h"

namespace firn::columnar {

// Appends a value as Athena shows it: "2025-10-09 08:53:20.000604 UTC", "1.0E10", "61 62" for
// binary, "[a, b]",
// "{k=v}", "{id=1, name=x}". A null inside a nested value is "null"; for a null itself nothing is
// appended, callers ask Column::is_null first.
void AppendCellText(const Column& column, size_t row, std::string& out);
std::string CellText(const Column& column, size_t row);

// Appends a value as JSON: numbers and booleans as such (decimals too, NaN and infinities as text),
// lists as arrays, structs as objects, maps as objects keyed by the key's text, all else as strings
// (timestamps in ISO-8601, binary in base64).
void AppendCellJson(const Column& column, size_t row, std::string& out);

}  // namespace firn::columnar
