// SetSecurityTokenServicePreferences: keeps which tokens the global endpoint should give; sessions
// here are the same either way.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::SetSecurityTokenServicePreferencesInput;
using api::iam::SetSecurityTokenServicePreferencesOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&,
                      const SetSecurityTokenServicePreferencesInput&) {
  return OnAccount("iam:SetSecurityTokenServicePreferences");
}

Result<SetSecurityTokenServicePreferencesOutput> Handle(
    Iam& iam, const api::Call& call, const SetSecurityTokenServicePreferencesInput& input) {
  FIRN_OK(iam.ChangeAccount(call.account, [&](AccountRow& account) -> Result<void> {
    account.token_version = input.global_endpoint_token_version;
    return {};
  }));
  return SetSecurityTokenServicePreferencesOutput{};
}

}  // namespace firn::services::iam
