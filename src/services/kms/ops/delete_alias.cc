// DeleteAlias: removes a name; the key stays.

#include "services/kms/aliases.h"
#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::DeleteAliasInput& input) {
  authz::Needs needs{NeedOnAlias(call, "DeleteAlias", input.alias_name)};
  const std::string key = AliasKey(call.account, call.region, input.alias_name);
  const auto alias = state::LoadShared<AliasRecord>(kms.store.Read(), key);
  if (alias && *alias) {
    needs.push_back(NeedOnKey(kms, call, "DeleteAlias", NameOf(call.account, call.region, (*alias)->key_id)));
  }
  return needs;
}

Result<api::kms::DeleteAliasOutput> Handle(Kms& kms, const api::Call& call, const api::kms::DeleteAliasInput& input) {
  FIRN_OK(CheckAliasName(input.alias_name));
  FIRN_OK(kms.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(LoadAlias(transaction, call, input.alias_name));
    transaction.Erase(AliasKey(call.account, call.region, input.alias_name));
    return {};
  }));
  return api::kms::DeleteAliasOutput{};
}

}  // namespace firn::services::kms
