// ListGrants: the grants on a key.

#include "services/kms/grants.h"
#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::ListGrantsInput& input) {
  return {NeedOnKey(kms, call, "ListGrants", input.key_id, Naming::kKeyOnly)};
}

Result<api::kms::ListGrantsOutput> Handle(Kms& kms, const api::Call& call, const api::kms::ListGrantsInput& input) {
  FIRN_TRY(const auto found, kms.Find(call, input.key_id, Naming::kKeyOnly));
  FIRN_OK(CheckNotPendingDeletion(found.first, found.second));
  FIRN_TRY(const auto grants, kms.GrantsOf(kms.store.Read(), found.first));
  return PageOfGrants(grants, found.first, {input.marker, LimitOf(input.limit, 50)}, [&](const GrantRecord& grant) {
    return (!input.grant_id || grant.id == *input.grant_id) &&
           (!input.grantee_principal || grant.grantee == *input.grantee_principal);
  });
}

}  // namespace firn::services::kms
