// GetCallerIdentity: says who is calling. Nobody can be denied it.

#include "services/sts/ops.h"

namespace firn::services::sts {

using api::sts::GetCallerIdentityInput;
using api::sts::GetCallerIdentityOutput;

authz::Needs NeedsFor(const Sts&, const api::Call&, const GetCallerIdentityInput&) { return {}; }

Result<GetCallerIdentityOutput> Handle(Sts&, const api::Call& call, const GetCallerIdentityInput&) {
  GetCallerIdentityOutput output;
  output.user_id = call.principal.id;
  output.account = call.principal.account.text();
  output.arn = call.principal.arn;
  return output;
}

}  // namespace firn::services::sts
