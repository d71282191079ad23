// UntagResource: takes tags from a share.
// Differs from AWS: there are no permissions of the customer that could have tags.

#include "services/ram/ops.h"
#include "services/ram/ram.h"

namespace firn::services::ram {

namespace {

std::string TaggedArn(const api::ram::UntagResourceInput& input) {
  if (input.resource_share_arn) return *input.resource_share_arn;
  return input.resource_arn.value_or("*");
}

}  // namespace

authz::Needs NeedsFor(const Ram&, const api::Call&, const api::ram::UntagResourceInput& input) {
  return {ShareNeed("ram:UntagResource", TaggedArn(input))};
}

Result<api::ram::UntagResourceOutput> Handle(Ram& ram, const api::Call& call,
                                             const api::ram::UntagResourceInput& input) {
  if (input.resource_arn) {
    return api::ram::UnknownResourceException("Permission " + *input.resource_arn +
                                              " could not be found.");
  }
  if (!input.resource_share_arn) {
    return api::ram::InvalidParameterException("The ARN of the resource share must be given.");
  }
  FIRN_OK(ram.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(ShareRecord share,
             FindShare(transaction, call, *input.resource_share_arn, Purpose::kChange));
    for (const std::string& key : input.tag_keys) share.tags.erase(key);
    share.updated = call.now;
    state::Save(transaction, ShareKey(share.owner, call.region.text(), share.arn), share);
    return {};
  }));
  return api::ram::UntagResourceOutput{};
}

}  // namespace firn::services::ram
