// ListSSHPublicKeys: lists the public keys of a user, the calling one when none is named.

#include "services/iam/credentials.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListSSHPublicKeysInput;
using api::iam::ListSSHPublicKeysOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ListSSHPublicKeysInput& input) {
  return OnUserOrCaller(iam, call, "iam:ListSSHPublicKeys", input.user_name);
}

Result<ListSSHPublicKeysOutput> Handle(Iam& iam, const api::Call& call,
                                       const ListSSHPublicKeysInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  FIRN_TRY(const auto row, iam.User(call.account, user));
  return Answer(
      &ListSSHPublicKeysOutput::ssh_public_keys, row->ssh_keys, input,
      [](const SshKeyRow& key) { return key.id; },
      [&](const SshKeyRow& key) {
        return api::iam::SSHPublicKeyMetadata{user, key.id, StatusOf(key.active), key.uploaded};
      });
}

}  // namespace firn::services::iam
