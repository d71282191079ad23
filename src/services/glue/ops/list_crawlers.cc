// ListCrawlers: the names of the crawlers of the account, by name.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::ListCrawlersInput&) {
  return NeedsOnDocument(call, "glue:ListCrawlers", kCrawler, "");
}

Result<api_glue::ListCrawlersOutput> Handle(Glue& glue, const api::Call& call,
                                            const api_glue::ListCrawlersInput& input) {
  FIRN_TRY(auto page,
           ListDocuments<api_glue::Crawler>(
               glue, call, kCrawler, input.next_token, input.max_results, input.tags,
               [](const api_glue::Crawler& crawler) { return crawler.name.value_or(""); }));
  api_glue::ListCrawlersOutput output;
  output.crawler_names.emplace();
  for (const auto& crawler : page.items)
    output.crawler_names->push_back(crawler->name.value_or(""));
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::glue
