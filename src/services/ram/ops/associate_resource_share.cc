// AssociateResourceShare: adds principals and resources to a share. Accounts outside are invited.
// Differs from AWS: sources are refused.

#include "services/ram/ops.h"
#include "services/ram/ram.h"

namespace firn::services::ram {

authz::Needs NeedsFor(const Ram&, const api::Call&,
                      const api::ram::AssociateResourceShareInput& input) {
  return {ShareNeed("ram:AssociateResourceShare", input.resource_share_arn)};
}

Result<api::ram::AssociateResourceShareOutput> Handle(
    Ram& ram, const api::Call& call, const api::ram::AssociateResourceShareInput& input) {
  if (input.sources && !input.sources->empty()) {
    return Fail(
        Error{Kind::kUnsupported, "sources are not implemented", "NotImplemented", 501, {}});
  }
  FIRN_TRY(const Entities entities, ReadEntities(ram, call, input.principals, input.resource_arns));
  if (entities.principals.empty() && entities.resources.empty()) {
    return api::ram::InvalidParameterException("Principals or resources must be given.");
  }
  api::ram::AssociateResourceShareOutput output;
  output.client_token = input.client_token;
  auto& list = output.resource_share_associations.emplace();
  FIRN_OK(ram.store.Write([&](state::Transaction& transaction) -> Result<void> {
    list.clear();
    FIRN_TRY(ShareRecord share,
             FindShare(transaction, call, input.resource_share_arn, Purpose::kChange));
    FIRN_OK(Associate(ram, transaction, call, entities, share));
    state::Save(transaction, ShareKey(share.owner, call.region.text(), share.arn), share);
    for (const std::string& arn : entities.resources) {
      list.push_back(AssociationOut(share, "RESOURCE", share.resources.at(arn)));
    }
    for (const std::string& entity : entities.principals) {
      list.push_back(AssociationOut(share, "PRINCIPAL", share.principals.at(entity)));
    }
    return {};
  }));
  return output;
}

}  // namespace firn::services::ram
