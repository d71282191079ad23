// RevokeGrant: takes a grant back.

#include "services/kms/grants.h"
#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::RevokeGrantInput& input) {
  return {NeedOnKey(kms, call, "RevokeGrant", input.key_id, Naming::kKeyOnly)};
}

Result<api::kms::RevokeGrantOutput> Handle(Kms& kms, const api::Call& call, const api::kms::RevokeGrantInput& input) {
  FIRN_TRY(const auto found, kms.Find(call, input.key_id, Naming::kKeyOnly));
  FIRN_OK(CheckNotPendingDeletion(found.first, found.second));
  FIRN_OK(RemoveGrant(kms, found.first, input.grant_id, input.dry_run));
  return api::kms::RevokeGrantOutput{};
}

}  // namespace firn::services::kms
