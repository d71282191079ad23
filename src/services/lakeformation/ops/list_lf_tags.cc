// ListLFTags: the LF-tags of a catalog, by key, with the values that the caller may see.
// Differs from AWS: tags that other accounts shared are not listed; FOREIGN answers none.

#include "services/lakeformation/ops.h"
#include "services/lakeformation/page.h"
#include "services/lakeformation/tags.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call&, const lf::ListLFTagsInput&) {
  return {{"lakeformation:ListLFTags", "*", {}, {}}};
}

Result<lf::ListLFTagsOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                    const lf::ListLFTagsInput& input) {
  FIRN_TRY(const AccountId owner, AccountOf(call, input.catalog_id));
  lf::ListLFTagsOutput output;
  auto& list = output.lf_tags.emplace();
  const auto take = [&](const std::string&, const TagRecord& tag) -> Result<bool> {
    FIRN_TRY(auto values, VisibleValues(lakeformation, call, owner, tag));
    if (values.empty()) return false;
    list.push_back({owner.text(), tag.key, std::move(values)});
    return true;
  };
  if (input.resource_share_type == lf::ResourceShareType::kForeign) return output;
  FIRN_TRY(output.next_token, PageOf<TagRecord>(lakeformation.store.Read(),
                                                TagPrefix(owner.text(), call.region.text()),
                                                input.next_token, input.max_results, take));
  return output;
}

}  // namespace firn::services::lakeformation
