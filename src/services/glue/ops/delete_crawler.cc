// DeleteCrawler: forgets a crawler.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::DeleteCrawlerInput& input) {
  return NeedsOnDocument(call, "glue:DeleteCrawler", kCrawler, input.name);
}

Result<api_glue::DeleteCrawlerOutput> Handle(Glue& glue, const api::Call& call,
                                             const api_glue::DeleteCrawlerInput& input) {
  FIRN_TRY(const bool dropped, DropDocument(glue, call, kCrawler, input.name));
  if (!dropped) return NoDocument(kCrawler, input.name);
  return api_glue::DeleteCrawlerOutput{};
}

}  // namespace firn::services::glue
