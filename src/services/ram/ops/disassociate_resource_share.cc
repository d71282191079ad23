// DisassociateResourceShare: takes principals and resources from a share, at once. What is not in
// it is passed over. Differs from AWS: sources are refused.

#include "services/ram/ops.h"
#include "services/ram/ram.h"
#include "services/ram/types.h"

namespace firn::services::ram {

authz::Needs NeedsFor(const Ram&, const api::Call&,
                      const api::ram::DisassociateResourceShareInput& input) {
  return {ShareNeed("ram:DisassociateResourceShare", input.resource_share_arn)};
}

Result<api::ram::DisassociateResourceShareOutput> Handle(
    Ram& ram, const api::Call& call, const api::ram::DisassociateResourceShareInput& input) {
  if (input.sources && !input.sources->empty()) {
    return Fail(
        Error{Kind::kUnsupported, "sources are not implemented", "NotImplemented", 501, {}});
  }
  const std::vector<std::string> none;
  const Entities entities{input.principals.value_or(none), input.resource_arns.value_or(none)};
  for (const std::string& entity : entities.principals) FIRN_OK(ParsePrincipal(entity));
  for (const std::string& text : entities.resources) {
    if (Arn::Parse(text)) continue;
    return api::ram::MalformedArnException("The specified resource ARN " + text +
                                           " is not valid. Verify the ARN and try again.");
  }
  if (entities.principals.empty() && entities.resources.empty()) {
    return api::ram::InvalidParameterException("Principals or resources must be given.");
  }
  api::ram::DisassociateResourceShareOutput output;
  output.client_token = input.client_token;
  auto& list = output.resource_share_associations.emplace();
  FIRN_OK(ram.store.Write([&](state::Transaction& transaction) -> Result<void> {
    list.clear();
    FIRN_TRY(ShareRecord share,
             FindShare(transaction, call, input.resource_share_arn, Purpose::kChange));
    const auto note = [&](const auto& all, const std::string& entity, std::string_view type) {
      const auto held = all.find(entity);
      if (held == all.end()) return;
      list.push_back(AssociationOut(share, type, held->second));
      list.back().status = kDisassociated;
      list.back().last_updated_time = call.now;
    };
    for (const std::string& arn : entities.resources) note(share.resources, arn, "RESOURCE");
    for (const std::string& entity : entities.principals) {
      note(share.principals, entity, "PRINCIPAL");
    }
    FIRN_OK(Disassociate(transaction, call, entities, share));
    state::Save(transaction, ShareKey(share.owner, call.region.text(), share.arn), share);
    return {};
  }));
  return output;
}

}  // namespace firn::services::ram
