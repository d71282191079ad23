// BatchGetCrawlers: describes crawlers; the names of those that are not there are listed apart.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::BatchGetCrawlersInput& input) {
  authz::Needs needs;
  for (const std::string& name : input.crawler_names)
    needs.push_back(NeedsOnDocument(call, "glue:BatchGetCrawlers", kCrawler, name).front());
  return needs;
}

Result<api_glue::BatchGetCrawlersOutput> Handle(Glue& glue, const api::Call& call,
                                                const api_glue::BatchGetCrawlersInput& input) {
  api_glue::BatchGetCrawlersOutput output;
  output.crawlers.emplace();
  output.crawlers_not_found.emplace();
  const auto snapshot = glue.store.Read();
  for (const std::string& name : input.crawler_names) {
    auto found = FindDocument<api_glue::Crawler>(snapshot, call, kCrawler, name);
    if (found) {
      output.crawlers->push_back(*std::move(found));
    } else if (found.error().kind == Kind::kNotFound) {
      output.crawlers_not_found->push_back(name);
    } else {
      return Fail(std::move(found).error());
    }
  }
  return output;
}

}  // namespace firn::services::glue
