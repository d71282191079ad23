// SearchTables: the tables of the default catalog, in all databases, that match filters and a text.
// Links are listed as they are. Differs from AWS: tables that other accounts share are not found.

#include "services/glue/encryption.h"
#include "services/glue/glue.h"
#include "services/glue/limits.h"
#include "services/glue/ops.h"
#include "services/glue/search.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::SearchTablesInput& input) {
  return NeedsOn(call, input.catalog_id, "glue:SearchTables", "", "", "");
}

Result<api_glue::SearchTablesOutput> Handle(Glue& glue, const api::Call& call,
                                            const api_glue::SearchTablesInput& input) {
  FIRN_TRY(const CatalogRef ref, DefaultCatalog(call, input.catalog_id));
  FIRN_TRY(const TableSearch search, TableSearch::Of(input));
  FIRN_TRY(const std::string after, PositionOf(input.next_token));
  std::map<std::string, std::shared_ptr<const TableRecord>> found;
  FIRN_TRY(const auto all,
           state::List<TableRecord>(glue.store.Read(), StateKey(call, ref, "table"), "", SIZE_MAX));
  for (const auto& item : all.items) {
    const api_glue::Table& table = item.value->table;
    if (search.Matches(table) &&
        MaySee(glue, call, ref, table.database_name.value_or(""), table.name)) {
      found.emplace(search.OrderOf(table), item.value);
    }
  }
  api_glue::SearchTablesOutput output;
  output.table_list.emplace();
  const auto limit = input.max_results ? static_cast<size_t>(*input.max_results) : kPageMax;
  std::string last;
  for (auto at = after.empty() ? found.begin() : found.upper_bound(after); at != found.end();
       ++at) {
    if (output.table_list->size() == limit) {
      output.next_token = TokenOf(last);
      break;
    }
    output.table_list->push_back(at->second->table);
    last = at->first;
  }
  return output;
}

}  // namespace firn::services::glue
