#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/iam/answers.h"

// Access keys, public keys, certificates and service passwords of users, and server certificates.
namespace firn::services::iam {

// Needs on the user whose key it is; "*" when it is nobody's.
authz::Needs OnUserOfKey(const Iam& iam, const api::Call& call, std::string_view action,
                         std::string_view access_key_id);

// A public key for SSH in both forms.
struct SshKey {
  std::string ssh;          // "ssh-rsa AAAA…"
  std::string pem;          // "-----BEGIN PUBLIC KEY-----…"
  std::string fingerprint;  // MD5 of the key's bytes, as "aa:bb:…"
};
// Reads RSA keys of at least 2048 bits in either form. UnrecognizedPublicKeyEncoding,
// InvalidPublicKey.
Result<SshKey> ParseSshKey(std::string_view body);
api::iam::SSHPublicKey ApiSshKey(std::string_view user, const SshKeyRow& row);

// MalformedCertificate when the text is not one PEM certificate.
Result<void> CheckCertificate(std::string_view pem);
// Checks body, key and chain; the answer is when the certificate expires. MalformedCertificate,
// KeyPairMismatch.
Result<Time> CheckServerCertificate(const api::iam::UploadServerCertificateInput& input);

// Services whose passwords users may have; NotSupportedService.
Result<std::string> CredentialService(const std::string& service);
std::string NewServicePassword(Iam& iam);
api::iam::ServiceSpecificCredential ApiCredential(std::string_view user,
                                                  const ServiceCredentialRow& row,
                                                  std::string password);

Unexpected NoItem(std::string_view what, std::string_view id);

// What a user's list has under an id; NoSuchEntity otherwise.
template <class Items>
auto ItemOf(Items& items, std::string_view id, std::string_view what)
    -> Result<decltype(&items.front())> {
  for (auto& item : items) {
    if (item.id == id) return &item;
  }
  return NoItem(what, id);
}
template <class Item>
Result<void> EraseItem(std::vector<Item>& items, std::string_view id, std::string_view what) {
  if (std::erase_if(items, [&](const Item& item) { return item.id == id; }) == 0) {
    return NoItem(what, id);
  }
  return {};
}

}  // namespace firn::services::iam
