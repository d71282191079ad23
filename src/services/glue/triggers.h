#pragma once

#include "services/glue/documents.h"

namespace firn::services::glue {

// InvalidInputException in Glue's words for a trigger that could not work. Of a condition on a job,
// what it says of a crawler is dropped, as Glue does.
Result<void> CheckTrigger(api::glue::Trigger& trigger);

// Whether one of its actions is this job.
bool Starts(const api::glue::Trigger& trigger, const std::string& job);

}  // namespace firn::services::glue
