// UpdateResourceShare: changes the name of a share, or whether it takes principals from outside.

#include "services/ram/limits.h"
#include "services/ram/ops.h"
#include "services/ram/ram.h"

namespace firn::services::ram {

authz::Needs NeedsFor(const Ram&, const api::Call&,
                      const api::ram::UpdateResourceShareInput& input) {
  return {ShareNeed("ram:UpdateResourceShare", input.resource_share_arn)};
}

Result<api::ram::UpdateResourceShareOutput> Handle(
    Ram& ram, const api::Call& call, const api::ram::UpdateResourceShareInput& input) {
  if (!input.name && !input.allow_external_principals) {
    return api::ram::MissingRequiredParameterException(
        "The name or whether external principals are allowed must be given.");
  }
  if (input.name && (input.name->empty() || input.name->size() > kNameMax)) {
    return api::ram::InvalidParameterException("The name of the resource share is not valid.");
  }
  ShareRecord share;
  FIRN_OK(ram.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(share, FindShare(transaction, call, input.resource_share_arn, Purpose::kChange));
    if (input.name) share.name = *input.name;
    if (input.allow_external_principals) share.external_allowed = *input.allow_external_principals;
    for (const auto& [entity, association] : share.principals) {
      if (association.external && !share.external_allowed) {
        return api::ram::OperationNotPermittedException(
            "The resource share has principals outside of your organization: " + entity);
      }
    }
    share.updated = call.now;
    state::Save(transaction, ShareKey(share.owner, call.region.text(), share.arn), share);
    return {};
  }));
  return api::ram::UpdateResourceShareOutput{ShareOut(share), input.client_token};
}

}  // namespace firn::services::ram
