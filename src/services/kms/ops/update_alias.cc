// UpdateAlias: lets an alias name another key of the same kind and usage.

#include "services/kms/aliases.h"
#include "services/kms/kms.h"
#include "services/kms/limits.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::UpdateAliasInput& input) {
  authz::Needs needs{NeedOnAlias(call, "UpdateAlias", input.alias_name),
                     NeedOnKey(kms, call, "UpdateAlias", input.target_key_id, Naming::kKeyOnly)};
  const std::string key = AliasKey(call.account, call.region, input.alias_name);
  const auto alias = state::LoadShared<AliasRecord>(kms.store.Read(), key);
  if (alias && *alias) {
    needs.push_back(NeedOnKey(kms, call, "UpdateAlias", NameOf(call.account, call.region, (*alias)->key_id)));
  }
  return needs;
}

Result<api::kms::UpdateAliasOutput> Handle(Kms& kms, const api::Call& call, const api::kms::UpdateAliasInput& input) {
  FIRN_OK(CheckAliasName(input.alias_name));
  FIRN_TRY(const KeyName name, TargetOf(kms, call, input.target_key_id));
  FIRN_OK(kms.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(AliasRecord alias, LoadAlias(transaction, call, input.alias_name));
    FIRN_TRY(const KeyRecord record, kms.Load(transaction, name, call.now));
    FIRN_TRY(const auto before, state::Load<KeyRecord>(transaction, KeyKey(NameOf(call.account, call.region, alias.key_id))));
    if (before && (before->usage != record.usage || before->spec.substr(0, 3) != record.spec.substr(0, 3))) {
      return Fail(Kind::kInvalid, "The alias must keep naming a key of the same type and usage");
    }
    FIRN_TRY(const auto aliases, kms.AliasesOf(transaction, name));
    if (alias.key_id != name.id && aliases.size() >= kAliasesPerKeyMax) {
      return api::kms::LimitExceededException("A key can have no more than 50 aliases");
    }
    alias.key_id = name.id;
    alias.updated = call.now;
    state::Save(transaction, AliasKey(call.account, call.region, input.alias_name), alias);
    return {};
  }));
  return api::kms::UpdateAliasOutput{};
}

}  // namespace firn::services::kms
