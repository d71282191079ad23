// CreateAlias: gives a key a name that people can remember.

#include "services/kms/aliases.h"
#include "services/kms/kms.h"
#include "services/kms/limits.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::CreateAliasInput& input) {
  return {NeedOnAlias(call, "CreateAlias", input.alias_name),
          NeedOnKey(kms, call, "CreateAlias", input.target_key_id, Naming::kKeyOnly)};
}

Result<api::kms::CreateAliasOutput> Handle(Kms& kms, const api::Call& call, const api::kms::CreateAliasInput& input) {
  FIRN_OK(CheckAliasName(input.alias_name));
  FIRN_TRY(const KeyName name, TargetOf(kms, call, input.target_key_id));
  FIRN_OK(kms.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const KeyRecord record, kms.Load(transaction, name, call.now));
    FIRN_OK(CheckNotPendingDeletion(name, record));
    const std::string key = AliasKey(call.account, call.region, input.alias_name);
    if (transaction.Has(key)) {
      return api::kms::AlreadyExistsException("An alias with the name " + AliasArn(call, input.alias_name) +
                                              " already exists");
    }
    FIRN_TRY(const auto aliases, kms.AliasesOf(transaction, name));
    if (aliases.size() >= kAliasesPerKeyMax) {
      return api::kms::LimitExceededException("A key can have no more than 50 aliases");
    }
    state::Save(transaction, key, AliasRecord{input.alias_name, name.id, call.now, call.now});
    return {};
  }));
  return api::kms::CreateAliasOutput{};
}

}  // namespace firn::services::kms
