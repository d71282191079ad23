// DeleteResourceShare: ends a share at once; its owner still sees it, as deleted.

#include "services/ram/ops.h"
#include "services/ram/ram.h"

namespace firn::services::ram {

authz::Needs NeedsFor(const Ram&, const api::Call&,
                      const api::ram::DeleteResourceShareInput& input) {
  return {ShareNeed("ram:DeleteResourceShare", input.resource_share_arn)};
}

Result<api::ram::DeleteResourceShareOutput> Handle(
    Ram& ram, const api::Call& call, const api::ram::DeleteResourceShareInput& input) {
  FIRN_OK(ram.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(ShareRecord share,
             FindShare(transaction, call, input.resource_share_arn, Purpose::kChange));
    return Delete(transaction, call, std::move(share));
  }));
  return api::ram::DeleteResourceShareOutput{true, input.client_token};
}

}  // namespace firn::services::ram
