// ListKeys: the keys of the account in this Region.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms&, const api::Call&, const api::kms::ListKeysInput&) { return {NeedOnAll("ListKeys")}; }

Result<api::kms::ListKeysOutput> Handle(Kms& kms, const api::Call& call, const api::kms::ListKeysInput& input) {
  FIRN_TRY(const std::string after, PositionOf(input.marker));
  FIRN_TRY(const auto page, state::List<KeyRecord>(kms.store.Read(), KeysPrefix(call.account, call.region), after,
                                                   LimitOf(input.limit, 100)));
  api::kms::ListKeysOutput output;
  output.keys.emplace();
  for (const auto& item : page.items) {
    if (item.value->deletion && *item.value->deletion <= call.now) continue;
    output.keys->push_back({item.value->id, NameOf(call.account, call.region, item.value->id).arn()});
  }
  output.truncated = page.more;
  if (page.more) output.next_marker = MarkerOf(page.items.back().key);
  return output;
}

}  // namespace firn::services::kms
