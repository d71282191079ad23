// RetireGrant: ends a grant by its token, or by its key and id; the grantee may when the grant says so.

#include "services/kms/grants.h"
#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::RetireGrantInput& input) {
  const auto grant = GrantNamed(kms, call, input);
  if (!grant) return {NeedOnAll("RetireGrant")};
  return {NeedOnKey(kms, call, "RetireGrant", grant->first, KeysOfGrant(grant->second))};
}

Result<api::kms::RetireGrantOutput> Handle(Kms& kms, const api::Call& call, const api::kms::RetireGrantInput& input) {
  FIRN_TRY(const auto grant, GrantNamed(kms, call, input));
  FIRN_TRY(const KeyRecord record, kms.Load(kms.store.Read(), grant.first, call.now));
  FIRN_OK(CheckNotPendingDeletion(grant.first, record));
  FIRN_OK(RemoveGrant(kms, grant.first, grant.second, input.dry_run));
  return api::kms::RetireGrantOutput{};
}

}  // namespace firn::services::kms
