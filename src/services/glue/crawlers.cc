#include "services/glue/crawlers.h"

#include "services/glue/members.h"

namespace firn::services::glue {

Result<api::glue::Crawler> CrawlerOf(const api::glue::CreateCrawlerInput& input) {
  api::glue::CreateCrawlerInput definition = input;
  definition.schedule.reset();
  FIRN_TRY(auto crawler, MembersAs<api::glue::Crawler>(definition));
  crawler.state = "READY";
  crawler.crawl_elapsed_time = 0;
  crawler.version = 1;
  if (input.schedule) FIRN_OK(SetSchedule(crawler, *input.schedule));
  return crawler;
}

Result<void> SetSchedule(api::glue::Crawler& crawler, const std::string& expression) {
  if (expression.empty()) {
    crawler.schedule.reset();
    return {};
  }
  if (!expression.starts_with("cron(") || !expression.ends_with(")")) {
    return api::glue::InvalidInputException("Invalid schedule expression: " + expression);
  }
  auto& schedule = crawler.schedule.emplace();
  schedule.schedule_expression = expression;
  schedule.state = "SCHEDULED";
  return {};
}

}  // namespace firn::services::glue
