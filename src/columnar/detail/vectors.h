#pragma once

// Hands rows of a batch to the engine. Included by .cc files of this room only.

#include <optional>

#include "columnar/batch.h"
#include "columnar/detail/duck.h"

namespace firn::columnar::duck {

// Fills a vector with `count` values of a column from row `first` on. Fixed-width values are
// copied, text is pointed at.
void Emit(const Column& column, size_t first, size_t count, duckdb_vector vector);

// Appends `count` values of a vector to a column. The vector's type must be the column's, or one
// that widens to it as AbsorbedType says. Text is copied. kInvalid when a value does not fit the
// column's type.
Result<void> Absorb(duckdb_vector vector, size_t count, Column& column);

// The column type that holds values of an engine type: itself, or a wider one (unsigned and 128-bit
// integers, other timestamp units, enumerations, arrays). Nothing for types that must be cast to
// text first.
std::optional<ColumnType> AbsorbedType(duckdb_logical_type type);

}  // namespace firn::columnar::duck
