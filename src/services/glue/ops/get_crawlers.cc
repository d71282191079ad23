// GetCrawlers: the crawlers of the account, by name.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::GetCrawlersInput&) {
  return NeedsOnDocument(call, "glue:GetCrawlers", kCrawler, "");
}

Result<api_glue::GetCrawlersOutput> Handle(Glue& glue, const api::Call& call,
                                           const api_glue::GetCrawlersInput& input) {
  FIRN_TRY(auto page,
           ListDocuments<api_glue::Crawler>(
               glue, call, kCrawler, input.next_token, input.max_results, std::nullopt,
               [](const api_glue::Crawler& crawler) { return crawler.name.value_or(""); }));
  api_glue::GetCrawlersOutput output;
  output.crawlers.emplace();
  for (const auto& crawler : page.items) output.crawlers->push_back(*crawler);
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::glue
