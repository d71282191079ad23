#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/shape.h"

// Scalars as text, the way headers, query strings, path labels, form parameters and XML carry them.
namespace firn::wire {

// Booleans, numbers, strings, blobs (base64) and timestamps; `format` must be a concrete one.
std::string ScalarText(const Shape& shape, const void* value, TimestampFormat format);

// kInvalid with a reason when the text is not such a value. Timestamps are accepted in any of the
// three formats.
Result<void> ParseScalar(const Shape& shape, std::string_view text, void* value);

// "NaN", "Infinity", "-Infinity" or the shortest digits that read back the same.
std::string NumberText(double number);
std::string NumberText(float number);
bool ParseNumber(std::string_view text,
                 double* number);  // accepts what NumberText writes and exponents

std::string TimestampText(Time time, TimestampFormat format);
bool ParseTimestamp(std::string_view text, Time* time);

// A header holding a list: values joined by ", ", those with commas or quotes quoted; and back.
// HTTP dates, whose text has a comma, are kept whole.
std::string ListHeaderText(const Shape& list, const void* value);
Result<void> ParseListHeader(const Shape& list, std::string_view text, void* value);

}  // namespace firn::wire
