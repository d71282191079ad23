// GetResourceLFTags: the LF-tags in force on a database, a table or columns, or only those assigned
// to it. What the caller may not see is left out.

#include "services/lakeformation/assignments.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::GetResourceLFTagsInput& input) {
  authz::Needs needs = {{"lakeformation:GetResourceLFTags", "*", {}, {}}};
  const auto target = ReadTaggable(call, input.catalog_id, input.resource);
  if (!target) return needs;  // the operation refuses it
  needs.front().lake = authz::LakeNeed{
      "ANY", {target->resource.catalog, target->resource.database, target->resource.table}};
  for (auto& need : LookNeeds(call, *target)) needs.push_back(std::move(need));
  return needs;
}

Result<lf::GetResourceLFTagsOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                           const lf::GetResourceLFTagsInput& input) {
  FIRN_TRY(const Target target, ReadTaggable(call, input.catalog_id, input.resource));
  FIRN_TRY(const CatalogObject object, CheckTaggable(lakeformation, call, target));
  const Shown shown =
      input.show_assigned_lf_tags.value_or(false) ? Shown::kAssigned : Shown::kInForce;
  FIRN_TRY(TagsOut tags, TagsOf(lakeformation, call, target,
                                target.included.empty() ? object.columns : target.included, shown));
  lf::GetResourceLFTagsOutput output;
  output.lf_tag_on_database = std::move(tags.database);
  output.lf_tags_on_table = std::move(tags.table);
  output.lf_tags_on_columns = std::move(tags.columns);
  return output;
}

}  // namespace firn::services::lakeformation
