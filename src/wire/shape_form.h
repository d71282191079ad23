#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "wire/http.h"
#include "wire/shape.h"

namespace firn::wire {

// Reads form parameters ("Tags.member.1.Key=a", "Attributes.entry.1.key=b") into a structure.
// Elements may be numbered with gaps; their order counts. Names that mean nothing here are ignored.
// kInvalid with code MalformedInput when a text is no value of its shape. `missing` collects the
// paths of required members that are absent.
Result<void> ReadForm(const Shape& structure, const std::vector<QueryParameter>& parameters,
                      void* value, std::vector<std::string>* missing);

// The same structure as parameters, to be put behind Action and Version. Empty lists are "Name=".
std::vector<QueryParameter> WriteForm(const Shape& structure, const void* value);

}  // namespace firn::wire
