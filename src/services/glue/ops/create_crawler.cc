// CreateCrawler: keeps the definition of a crawler.
// Differs from AWS: crawlers do not run here, on schedule or otherwise.

#include "services/glue/crawlers.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/roles.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::CreateCrawlerInput& input) {
  authz::Needs needs = NeedsOnDocument(call, "glue:CreateCrawler", kCrawler, input.name);
  needs.push_back(PassRoleNeed(call, input.role));
  if (input.tags && !input.tags->empty())
    needs.push_back({"glue:TagResource", DocumentArn(call, kCrawler, input.name), {}, {}});
  return needs;
}

Result<api_glue::CreateCrawlerOutput> Handle(Glue& glue, const api::Call& call,
                                             const api_glue::CreateCrawlerInput& input) {
  FIRN_TRY(auto crawler, CrawlerOf(input));
  crawler.creation_time = crawler.last_updated = call.now;
  FIRN_OK(AddDocument(glue, call, kCrawler, input.name, crawler, input.tags));
  return api_glue::CreateCrawlerOutput{};
}

}  // namespace firn::services::glue
