// UntagResource: removes tags from a key.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::UntagResourceInput& input) {
  return {NeedOnKey(kms, call, "UntagResource", input.key_id, Naming::kKeyOnly, {{"aws:TagKeys", input.tag_keys}})};
}

Result<api::kms::UntagResourceOutput> Handle(Kms& kms, const api::Call& call,
                                             const api::kms::UntagResourceInput& input) {
  FIRN_OK(kms.Change(call, input.key_id, [&](auto&, const KeyName& name, KeyRecord& record) -> Result<void> {
    FIRN_OK(CheckNotPendingDeletion(name, record));
    for (const std::string& key : input.tag_keys) record.tags.erase(key);
    return {};
  }));
  return api::kms::UntagResourceOutput{};
}

}  // namespace firn::services::kms
