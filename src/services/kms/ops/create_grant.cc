// CreateGrant: lets a principal do some operations with a key, beside what the key's policy says.
// Differs from AWS: a grant is in force at once, so its token is needed nowhere; the principals need not exist.

#include "services/kms/grants.h"
#include "services/kms/kms.h"
#include "services/kms/limits.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::CreateGrantInput& input) {
  ConditionKeys keys = KeysOfConstraints(input.constraints);
  keys["kms:GrantOperations"] = input.operations;
  keys["kms:GranteePrincipal"] = {input.grantee_principal};
  keys["kms:GrantIsForAWSResource"] = {kms.via.empty() ? "false" : "true"};
  if (input.retiring_principal) keys["kms:RetiringPrincipal"] = {*input.retiring_principal};
  return {NeedOnKey(kms, call, "CreateGrant", input.key_id, Naming::kKeyOnly, std::move(keys))};
}

Result<api::kms::CreateGrantOutput> Handle(Kms& kms, const api::Call& call, const api::kms::CreateGrantInput& input) {
  FIRN_TRY(const KeyName name, kms.Resolve(call, input.key_id, Naming::kKeyOnly));
  FIRN_TRY(GrantRecord grant, GrantOf(kms, call, input));
  grant.key_id = name.id;
  api::kms::CreateGrantOutput output;
  FIRN_OK(kms.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const KeyRecord record, kms.Load(transaction, name, call.now));
    FIRN_OK(CheckEnabled(name, record));
    FIRN_OK(CheckOperations(record, grant.operations));
    FIRN_OK(CheckDryRun(input.dry_run));
    FIRN_TRY(const auto grants, kms.GrantsOf(transaction, name));
    for (const GrantRecord& existing : grants) {
      // The same request again is the same grant, when it has a name.
      if (!grant.name.empty() && SameGrant(existing, grant)) {
        grant = existing;
        break;
      }
    }
    if (grants.size() >= kGrantsPerKeyMax) {
      return api::kms::LimitExceededException("A key can have no more than 50000 grants");
    }
    state::Save(transaction, GrantKey(name, grant.id), grant);
    return {};
  }));
  output.grant_id = grant.id;
  output.grant_token = grant.token;
  return output;
}

}  // namespace firn::services::kms
