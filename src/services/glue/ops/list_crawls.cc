// ListCrawls: the crawls of a crawler. Crawlers do not run here, so there are none.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

Result<void> CheckFilters(const std::vector<api_glue::CrawlsFilter>& filters) {
  for (const auto& filter : filters) {
    const std::string field = filter.field_name.value_or("null"),
                      op = filter.filter_operator.value_or("null");
    if (!filter.field_name || !filter.filter_operator || !filter.field_value) {
      return api_glue::InvalidInputException(
          "Invalid Filter Provided: FieldName: " + field + ", FilterOperator: " + op +
          ", FieldValue: " + filter.field_value.value_or("null"));
    }
    if ((field == "STATE" || field == "CRAWL_ID") && op != "EQ" && op != "NE") {
      return api_glue::InvalidInputException("Only EQ or NE operator is allowed for field : " +
                                             field);
    }
  }
  return {};
}

}  // namespace

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::ListCrawlsInput& input) {
  return NeedsOnDocument(call, "glue:ListCrawls", kCrawler, input.crawler_name);
}

Result<api_glue::ListCrawlsOutput> Handle(Glue& glue, const api::Call& call,
                                          const api_glue::ListCrawlsInput& input) {
  FIRN_OK(PositionOf(input.next_token));
  const auto crawler =
      FindDocument<api_glue::Crawler>(glue.store.Read(), call, kCrawler, input.crawler_name);
  if (!crawler && crawler.error().kind == Kind::kNotFound) {
    return api_glue::EntityNotFoundException("Crawler entry with name " + input.crawler_name +
                                             " does not exist");
  }
  if (!crawler) return Fail(crawler.error());
  if (input.filters) FIRN_OK(CheckFilters(*input.filters));
  api_glue::ListCrawlsOutput output;
  output.crawls.emplace();
  return output;
}

}  // namespace firn::services::glue
