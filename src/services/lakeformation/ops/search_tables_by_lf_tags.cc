// SearchTablesByLFTags: the tables whose LF-tags match, inherited ones included, or those of one of
// their columns; among the tables the caller may see.

#include "services/lakeformation/assignments.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call&,
                      const lf::SearchTablesByLFTagsInput&) {
  return {{"lakeformation:SearchTablesByLFTags", "*", {}, {}}};
}

Result<lf::SearchTablesByLFTagsOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                              const lf::SearchTablesByLFTagsInput& input) {
  FIRN_TRY(FoundPage page, Search(lakeformation, call, Searched::kTables, input.catalog_id,
                                  input.expression, input.next_token, input.max_results));
  lf::SearchTablesByLFTagsOutput output;
  output.next_token = std::move(page.next_token);
  auto& list = output.table_list.emplace();
  for (const Found& found : page.items) {
    Target target;
    FIRN_TRY(target.owner, AccountOf(call, input.catalog_id));
    target.resource = found.resource;
    FIRN_TRY(TagsOut tags, TagsOf(lakeformation, call, target, found.columns, Shown::kInForce));
    lf::TaggedTable entry;
    entry.table.emplace();
    entry.table->catalog_id = found.resource.catalog;
    entry.table->database_name = found.resource.database;
    entry.table->name = found.resource.table;
    entry.lf_tag_on_database = std::move(tags.database);
    entry.lf_tags_on_table = std::move(tags.table);
    entry.lf_tags_on_columns = std::move(tags.columns);
    list.push_back(std::move(entry));
  }
  return output;
}

}  // namespace firn::services::lakeformation
