#pragma once

#include "services/glue/glue.h"

namespace firn::services::glue {

// Takes over what a CatalogInput says, and derives who decides about access inside.
// InvalidInputException for default permissions other than none, or ALL to IAM_ALLOWED_PRINCIPALS.
Result<void> Apply(const api::glue::CatalogInput& input, CatalogRecord& record);

}  // namespace firn::services::glue
