#pragma once

#include <string>

#include "services/athena/records.h"

namespace firn::services::athena {

// ResourceNotFoundException when the work group has none of the name.
Result<api::athena::PreparedStatement> FindPreparedStatement(const state::Reader& reader,
                                                             const api::Call& call,
                                                             const std::string& work_group,
                                                             const std::string& name);

// A letter or underscore, then letters, digits, underscores, @ and colons: InvalidRequestException
// otherwise.
Result<void> CheckStatementName(const std::string& name);

}  // namespace firn::services::athena
