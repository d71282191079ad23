// UpdateCrawler: changes what the request names of a crawler.

#include "services/glue/crawlers.h"
#include "services/glue/glue.h"
#include "services/glue/members.h"
#include "services/glue/ops.h"
#include "services/glue/roles.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::UpdateCrawlerInput& input) {
  authz::Needs needs = NeedsOnDocument(call, "glue:UpdateCrawler", kCrawler, input.name);
  if (input.role) needs.push_back(PassRoleNeed(call, *input.role));
  return needs;
}

Result<api_glue::UpdateCrawlerOutput> Handle(Glue& glue, const api::Call& call,
                                             const api_glue::UpdateCrawlerInput& input) {
  FIRN_OK(ChangeDocument<api_glue::Crawler>(glue, call, kCrawler, input.name,
                                            [&](api_glue::Crawler& crawler) -> Result<void> {
                                              api_glue::UpdateCrawlerInput changes = input;
                                              changes.schedule.reset();
                                              FIRN_TRY(crawler, MembersOver(crawler, changes));
                                              if (input.schedule)
                                                FIRN_OK(SetSchedule(crawler, *input.schedule));
                                              crawler.last_updated = call.now;
                                              crawler.version = crawler.version.value_or(0) + 1;
                                              return {};
                                            }));
  return api_glue::UpdateCrawlerOutput{};
}

}  // namespace firn::services::glue
