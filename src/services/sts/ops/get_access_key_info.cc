// GetAccessKeyInfo: says which account a key belongs to.
// Differs from AWS: knows the keys that were made here, where AWS reads the account out of any key.

#include "services/sts/ops.h"
#include "services/sts/requests.h"

namespace firn::services::sts {

using api::sts::GetAccessKeyInfoInput;
using api::sts::GetAccessKeyInfoOutput;

authz::Needs NeedsFor(const Sts&, const api::Call&, const GetAccessKeyInfoInput&) {
  return {{.action = "sts:GetAccessKeyInfo", .resource = "*"}};
}

Result<GetAccessKeyInfoOutput> Handle(Sts& sts, const api::Call&,
                                      const GetAccessKeyInfoInput& input) {
  FIRN_TRY(const auto account, sts.AccountOfKey(input.access_key_id));
  if (!account)
    return InvalidParameter("Access key " + input.access_key_id + " is not known here.");
  return GetAccessKeyInfoOutput{account->text()};
}

}  // namespace firn::services::sts
