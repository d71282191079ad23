// UpdateSSHPublicKey: turns a public key on or off.

#include "services/iam/credentials.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UpdateSSHPublicKeyInput;
using api::iam::UpdateSSHPublicKeyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const UpdateSSHPublicKeyInput& input) {
  return On<UserRow>(iam, call, "iam:UpdateSSHPublicKey", input.user_name);
}

Result<UpdateSSHPublicKeyOutput> Handle(Iam& iam, const api::Call& call,
                                        const UpdateSSHPublicKeyInput& input) {
  FIRN_TRY(const bool active, IsActive(input.status));
  const auto change = [&](UserRow& row, const state::Reader&) -> Result<void> {
    FIRN_TRY(SshKeyRow * key, ItemOf(row.ssh_keys, input.ssh_public_key_id, "Public Key"));
    key->active = active;
    return {};
  };
  FIRN_OK(iam.Change<UserRow>(call.account, input.user_name, change));
  return UpdateSSHPublicKeyOutput{};
}

}  // namespace firn::services::iam
