#pragma once

#include "services/glue/glue.h"

namespace firn::services::glue {

// InvalidInputException for a link that names no target or is also something else;
// OperationNotSupportedException for databases of federated connections.
Result<void> CheckDatabaseInput(const api::glue::DatabaseInput& input);

// Takes over what may change: description, location, parameters and default permissions.
void Fill(const api::glue::DatabaseInput& input, api::glue::Database& database);

}  // namespace firn::services::glue
