// DeleteSSHPublicKey: deletes a public key of a user.

#include "services/iam/credentials.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteSSHPublicKeyInput;
using api::iam::DeleteSSHPublicKeyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const DeleteSSHPublicKeyInput& input) {
  return On<UserRow>(iam, call, "iam:DeleteSSHPublicKey", input.user_name);
}

Result<DeleteSSHPublicKeyOutput> Handle(Iam& iam, const api::Call& call,
                                        const DeleteSSHPublicKeyInput& input) {
  const auto erase = [&](UserRow& row, const state::Reader&) -> Result<void> {
    return EraseItem(row.ssh_keys, input.ssh_public_key_id, "Public Key");
  };
  FIRN_OK(iam.Change<UserRow>(call.account, input.user_name, erase));
  return DeleteSSHPublicKeyOutput{};
}

}  // namespace firn::services::iam
