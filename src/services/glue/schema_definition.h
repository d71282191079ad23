#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace firn::services::glue {

// Definitions of the Schema Registry: AVRO, JSON or PROTOBUF.

// InvalidInputException "Schema definition of AVRO data format is invalid: ...".
Result<void> CheckDefinition(std::string_view data_format, std::string_view definition);

// Whether two definitions say the same: documents of JSON whatever their spacing, others by text.
bool IsSameDefinition(std::string_view data_format, std::string_view a, std::string_view b);

// Whether a definition may follow the earlier ones under a compatibility mode. Avro's rules of
// schema resolution decide; definitions of the other formats are not compared.
bool IsCompatible(std::string_view data_format, std::string_view mode,
                  const std::vector<std::string>& earlier, std::string_view definition);

// The lines of both: those of the first alone with '-', of the second alone with '+', common ones
// with a blank before them.
std::string LineDiff(std::string_view first, std::string_view second);

}  // namespace firn::services::glue
