// StopCrawler: ends a crawl. Crawlers do not run here, so there is none to end.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::StopCrawlerInput& input) {
  return NeedsOnDocument(call, "glue:StopCrawler", kCrawler, input.name);
}

Result<api_glue::StopCrawlerOutput> Handle(Glue& glue, const api::Call& call,
                                           const api_glue::StopCrawlerInput& input) {
  FIRN_OK(FindDocument<api_glue::Crawler>(glue.store.Read(), call, kCrawler, input.name));
  return api_glue::CrawlerNotRunningException("Crawler with name " + input.name + " isn't running");
}

}  // namespace firn::services::glue
