#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace firn {

// What the outside of an X.509 certificate says. Nothing here trusts a certificate.
struct Certificate {
  Time not_before;
  Time not_after;
};

// The certificate of a PEM text that holds exactly one, and nothing else but white space.
std::optional<Certificate> ParseCertificate(std::string_view pem);
// How many certificates a PEM text holds, one after the other; empty when it holds anything else.
std::optional<size_t> CountCertificates(std::string_view pem);

enum class KeyPair { kMatches, kDiffers, kUnreadable };
// Compares an unencrypted PEM private key with the certificate's public key.
KeyPair ComparePrivateKey(std::string_view certificate_pem, std::string_view key_pem);

// A PEM public key ("-----BEGIN PUBLIC KEY-----") of RSA: its size in bits, nothing for others.
struct RsaKey {
  std::string modulus;  // big-endian, without leading zeros
  std::string exponent;
  size_t bits = 0;
};
std::optional<RsaKey> ParseRsaPublicKey(std::string_view pem);
// The other way: the PEM text of a key.
std::optional<std::string> RsaPublicKeyPem(const RsaKey& key);

}  // namespace firn
