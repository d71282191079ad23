#pragma once

#include "services/glue/documents.h"

namespace firn::services::glue {

Result<api::glue::Crawler> CrawlerOf(const api::glue::CreateCrawlerInput& input);

// An empty text is no schedule. InvalidInputException for what is no cron expression.
Result<void> SetSchedule(api::glue::Crawler& crawler, const std::string& expression);

}  // namespace firn::services::glue
