// RemoveLFTagsFromResource: takes LF-tags from a database, a table or columns. Each tag succeeds or
// fails by itself; one that is inherited is not the thing's own and cannot be taken.

#include <algorithm>

#include "services/lakeformation/assignments.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

Result<void> TakeTag(const TagValues& tag, authz::LakeTags& tags) {
  const auto assigned = tags.find(tag.key);
  const bool meant = assigned != tags.end() && std::find(tag.values.begin(), tag.values.end(),
                                                         assigned->second) != tag.values.end();
  if (!meant) return lf::EntityNotFoundException("Tag or tag value does not exist.");
  tags.erase(assigned);
  return {};
}

}  // namespace

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::RemoveLFTagsFromResourceInput& input) {
  return AssignmentNeeds(call, "lakeformation:RemoveLFTagsFromResource", input.catalog_id,
                         input.resource, input.lf_tags);
}

Result<lf::RemoveLFTagsFromResourceOutput> Handle(LakeFormation& lakeformation,
                                                  const api::Call& call,
                                                  const lf::RemoveLFTagsFromResourceInput& input) {
  return HandleTagChange<lf::RemoveLFTagsFromResourceOutput>(
      lakeformation, call, input,
      [](state::Transaction&, const TagValues& tag, authz::LakeTags& tags) {
        return TakeTag(tag, tags);
      });
}

}  // namespace firn::services::lakeformation
