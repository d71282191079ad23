// ListRetirableGrants: the grants of the account in this Region that a principal may retire.

#include "services/kms/grants.h"
#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms&, const api::Call&, const api::kms::ListRetirableGrantsInput&) {
  return {NeedOnAll("ListRetirableGrants")};
}

Result<api::kms::ListRetirableGrantsOutput> Handle(Kms& kms, const api::Call& call,
                                                   const api::kms::ListRetirableGrantsInput& input) {
  FIRN_TRY(const auto all, state::List<GrantRecord>(
                               kms.store.Read(), state::Key("kms", call.account, call.region, "grant"), "", SIZE_MAX));
  std::vector<GrantRecord> grants;
  for (const auto& item : all.items) grants.push_back(*item.value);
  return PageOfGrants(grants, NameOf(call.account, call.region, ""), {input.marker, LimitOf(input.limit, 50)},
                      [&](const GrantRecord& grant) { return grant.retiring == input.retiring_principal; });
}

}  // namespace firn::services::kms
