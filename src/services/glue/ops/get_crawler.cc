// GetCrawler: describes a crawler.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::GetCrawlerInput& input) {
  return NeedsOnDocument(call, "glue:GetCrawler", kCrawler, input.name);
}

Result<api_glue::GetCrawlerOutput> Handle(Glue& glue, const api::Call& call,
                                          const api_glue::GetCrawlerInput& input) {
  api_glue::GetCrawlerOutput output;
  FIRN_TRY(output.crawler,
           FindDocument<api_glue::Crawler>(glue.store.Read(), call, kCrawler, input.name));
  return output;
}

}  // namespace firn::services::glue
