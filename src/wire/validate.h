#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "wire/shape.h"

namespace firn::wire {

// One constraint that one value breaks.
struct Violation {
  std::string path;        // "databaseInput.name", "records.1.member.data"
  std::string value;       // as AWS prints it, cut to limits.h's length; unused for absent values
  bool absent = false;     // a required member that is not there
  std::string constraint;  // "Member must have length less than or equal to 255"
};

// Checks lengths, ranges, patterns and enum values of everything below `value`, at most limits.h's
// count of violations. `missing` holds the paths of required members that the parser did not find:
// they are reported first, and nothing is said of their initial values.
std::vector<Violation> FindViolations(const Shape& shape, const void* value,
                                      const std::vector<std::string>& missing = {});

// "2 validation errors detected: Value 'x' at 'databaseInput.name' failed to satisfy constraint:
// Member must …; …" with the code the service gives such errors. `violations` is not empty.
Error ValidationError(const ServiceModel& model, const std::vector<Violation>& violations);

// Checks an operation's input against its model; kInvalid with AWS's wording. Presence of required
// members is the parser's part (protocol.h), since a required member always has a value in memory.
Result<void> Validate(const ServiceModel& model, const Operation& operation, const void* input);

}  // namespace firn::wire
