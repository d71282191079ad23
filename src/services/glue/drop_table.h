#pragma once

#include "services/glue/glue.h"

namespace firn::services::glue {

// Removes a table, or a link alone, from the database where it is; in a federated catalog the table
// itself. Rights that bore its name go with it.
Result<void> DropTable(Glue& glue, const api::Call& call, const Glue::Located& located,
                       const std::string& table);

}  // namespace firn::services::glue
