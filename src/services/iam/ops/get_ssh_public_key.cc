// GetSSHPublicKey: returns a public key of a user in the asked encoding.

#include "services/iam/credentials.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::GetSSHPublicKeyInput;
using api::iam::GetSSHPublicKeyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const GetSSHPublicKeyInput& input) {
  return On<UserRow>(iam, call, "iam:GetSSHPublicKey", input.user_name);
}

Result<GetSSHPublicKeyOutput> Handle(Iam& iam, const api::Call& call,
                                     const GetSSHPublicKeyInput& input) {
  FIRN_TRY(const auto row, iam.User(call.account, input.user_name));
  FIRN_TRY(const SshKeyRow* kept, ItemOf(row->ssh_keys, input.ssh_public_key_id, "Public Key"));
  api::iam::SSHPublicKey shape = ApiSshKey(input.user_name, *kept);
  FIRN_TRY(const SshKey key, ParseSshKey(kept->body));
  if (input.encoding == "PEM") shape.ssh_public_key_body = key.pem;
  if (input.encoding == "SSH") shape.ssh_public_key_body = key.ssh;
  return GetSSHPublicKeyOutput{std::move(shape)};
}

}  // namespace firn::services::iam
