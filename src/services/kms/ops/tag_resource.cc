// TagResource: adds tags to a key.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::TagResourceInput& input) {
  return {NeedOnKey(kms, call, "TagResource", input.key_id, Naming::kKeyOnly, KeysOfTags(input.tags))};
}

Result<api::kms::TagResourceOutput> Handle(Kms& kms, const api::Call& call, const api::kms::TagResourceInput& input) {
  FIRN_OK(kms.Change(call, input.key_id, [&](auto&, const KeyName& name, KeyRecord& record) -> Result<void> {
    FIRN_OK(CheckNotPendingDeletion(name, record));
    FIRN_TRY(const auto tags, TagsOf(input.tags));
    return MergeTags(record.tags, tags);
  }));
  return api::kms::TagResourceOutput{};
}

}  // namespace firn::services::kms
