// UploadSSHPublicKey: keeps a public key of a user.
// Differs from AWS: nothing here speaks SSH.

#include "services/iam/credentials.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UploadSSHPublicKeyInput;
using api::iam::UploadSSHPublicKeyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const UploadSSHPublicKeyInput& input) {
  return On<UserRow>(iam, call, "iam:UploadSSHPublicKey", input.user_name);
}

Result<UploadSSHPublicKeyOutput> Handle(Iam& iam, const api::Call& call,
                                        const UploadSSHPublicKeyInput& input) {
  FIRN_TRY(const SshKey key, ParseSshKey(input.ssh_public_key_body));
  SshKeyRow kept{iam.NewId("APKA").substr(0, 20), input.ssh_public_key_body, key.fingerprint, true,
                 call.now};
  const auto add = [&](UserRow& row, const state::Reader&) -> Result<void> {
    for (const SshKeyRow& other : row.ssh_keys) {
      if (other.fingerprint != kept.fingerprint) continue;
      return api::iam::DuplicateSSHPublicKeyException(
          "The SSH public key is already associated with the user.");
    }
    if (row.ssh_keys.size() >= kSshKeysPerUserMax) {
      return api::iam::LimitExceededException("Cannot exceed quota for SSHPublicKeysPerUser: " +
                                              std::to_string(kSshKeysPerUserMax));
    }
    row.ssh_keys.push_back(kept);
    return {};
  };
  FIRN_OK(iam.Change<UserRow>(call.account, input.user_name, add));
  return UploadSSHPublicKeyOutput{ApiSshKey(input.user_name, kept)};
}

}  // namespace firn::services::iam
