// AddLFTagsToResource: assigns LF-tags to a database, a table or columns; a value replaces the one
// that the key had there. Each tag succeeds or fails by itself.

#include "services/lakeformation/assignments.h"
#include "services/lakeformation/limits.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

Result<void> Assign(state::Transaction& transaction, const std::string& owner,
                    const std::string& region, const TagValues& tag, authz::LakeTags& tags) {
  if (tag.values.size() != 1 || tag.values.front() == "*") {
    return lf::InvalidInputException("A resource has exactly one value of an LF-tag");
  }
  FIRN_OK(CheckTagValues(transaction, owner, region, tag));
  tags[tag.key] = tag.values.front();
  if (tags.size() > kResourceTagsMax) {
    return lf::ResourceNumberLimitExceededException("Number of LF-tags on the resource exceeds " +
                                                    std::to_string(kResourceTagsMax));
  }
  return {};
}

}  // namespace

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::AddLFTagsToResourceInput& input) {
  return AssignmentNeeds(call, "lakeformation:AddLFTagsToResource", input.catalog_id,
                         input.resource, input.lf_tags);
}

Result<lf::AddLFTagsToResourceOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                             const lf::AddLFTagsToResourceInput& input) {
  FIRN_TRY(const Target target, ReadTaggable(call, input.catalog_id, input.resource));
  return HandleTagChange<lf::AddLFTagsToResourceOutput>(
      lakeformation, call, input,
      [&](state::Transaction& transaction, const TagValues& tag, authz::LakeTags& tags) {
        return Assign(transaction, target.owner.text(), call.region.text(), tag, tags);
      });
}

}  // namespace firn::services::lakeformation
