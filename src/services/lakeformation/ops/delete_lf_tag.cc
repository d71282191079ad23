// DeleteLFTag: forgets an LF-tag, takes it from everything it is assigned to, and drops the grants
// on it and by expressions that name it. Saved expressions that name it match nothing from now on.

#include <algorithm>

#include "services/lakeformation/ops.h"
#include "services/lakeformation/tags.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::DeleteLFTagInput& input) {
  return {TagNeed(call, "lakeformation:DeleteLFTag", input.catalog_id, input.tag_key, "*", "DROP")};
}

Result<lf::DeleteLFTagOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                     const lf::DeleteLFTagInput& input) {
  FIRN_TRY(const AccountId owner, AccountOf(call, input.catalog_id));
  const std::string& account = owner.text();
  const std::string& region = call.region.text();
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const TagRecord tag, FindTag(transaction, account, region, input.tag_key));
    transaction.Erase(TagKey(account, region, tag.key));
    transaction.ErasePrefix(TagGrantPrefix(account, region, tag.key));
    FIRN_TRY(const auto page, state::List<AssignmentRecord>(
                                  transaction, AssignmentPrefix(account, region), "", SIZE_MAX));
    for (const auto& item : page.items) {
      AssignmentRecord left = *item.value;
      if (left.tags.erase(tag.key) == 0) continue;
      if (left.tags.empty()) {
        transaction.Erase(item.key);
      } else {
        state::Save(transaction, item.key, left);
      }
    }
    return ErasePolicies(transaction, account, region, [&](const GrantRecord& grant) {
      return std::any_of(grant.conditions.begin(), grant.conditions.end(),
                         [&](const TagCondition& condition) { return condition.key == tag.key; });
    });
  }));
  return lf::DeleteLFTagOutput{};
}

}  // namespace firn::services::lakeformation
