// GetAccessKeyLastUsed: says whose a key is and when, where and for what it last signed a request,
// to a quarter of an hour.
// Differs from AWS: knows the keys of the caller's own account only.

#include "services/iam/credentials.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::GetAccessKeyLastUsedInput;
using api::iam::GetAccessKeyLastUsedOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const GetAccessKeyLastUsedInput& input) {
  return OnUserOfKey(iam, call, "iam:GetAccessKeyLastUsed", input.access_key_id);
}

Result<GetAccessKeyLastUsedOutput> Handle(Iam& iam, const api::Call& call,
                                          const GetAccessKeyLastUsedInput& input) {
  FIRN_TRY(const auto key, iam.FindKey(call.account, input.access_key_id));
  if (key == nullptr) {
    return api::iam::NoSuchEntityException("The Access Key with id " + input.access_key_id +
                                           " cannot be found.");
  }
  GetAccessKeyLastUsedOutput output;
  output.user_name = key->user;
  output.access_key_last_used = api::iam::AccessKeyLastUsed{
      key->used, key->used ? key->used_service : "N/A", key->used ? key->used_region : "N/A"};
  return output;
}

}  // namespace firn::services::iam
