// GetLFTag: the values of an LF-tag, as far as the caller may see them.

#include "services/lakeformation/ops.h"
#include "services/lakeformation/tags.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call, const lf::GetLFTagInput& input) {
  return {TagNeed(call, "lakeformation:GetLFTag", input.catalog_id, input.tag_key, "", "DESCRIBE")};
}

Result<lf::GetLFTagOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                  const lf::GetLFTagInput& input) {
  FIRN_TRY(const AccountId owner, AccountOf(call, input.catalog_id));
  FIRN_TRY(const TagRecord tag,
           FindTag(lakeformation.store.Read(), owner.text(), call.region.text(), input.tag_key));
  lf::GetLFTagOutput output;
  output.catalog_id = owner.text();
  output.tag_key = tag.key;
  FIRN_TRY(output.tag_values, VisibleValues(lakeformation, call, owner, tag));
  return output;
}

}  // namespace firn::services::lakeformation
