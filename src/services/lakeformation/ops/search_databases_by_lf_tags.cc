// SearchDatabasesByLFTags: the databases whose LF-tags match, among those the caller may see.

#include "services/lakeformation/assignments.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call&,
                      const lf::SearchDatabasesByLFTagsInput&) {
  return {{"lakeformation:SearchDatabasesByLFTags", "*", {}, {}}};
}

Result<lf::SearchDatabasesByLFTagsOutput> Handle(LakeFormation& lakeformation,
                                                 const api::Call& call,
                                                 const lf::SearchDatabasesByLFTagsInput& input) {
  FIRN_TRY(FoundPage page, Search(lakeformation, call, Searched::kDatabases, input.catalog_id,
                                  input.expression, input.next_token, input.max_results));
  lf::SearchDatabasesByLFTagsOutput output;
  output.next_token = std::move(page.next_token);
  auto& list = output.database_list.emplace();
  for (const Found& found : page.items) {
    Target target;
    FIRN_TRY(target.owner, AccountOf(call, input.catalog_id));
    target.resource = found.resource;
    FIRN_TRY(TagsOut tags, TagsOf(lakeformation, call, target, found.columns, Shown::kInForce));
    lf::TaggedDatabase entry;
    entry.database.emplace();
    entry.database->catalog_id = found.resource.catalog;
    entry.database->name = found.resource.database;
    entry.lf_tags = std::move(tags.database);
    list.push_back(std::move(entry));
  }
  return output;
}

}  // namespace firn::services::lakeformation
