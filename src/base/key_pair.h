#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/cipher.h"
#include "base/result.h"

// Key pairs of RSA and of elliptic curves, as bytes: a private key is PKCS #8 in DER, a public key
// SubjectPublicKeyInfo in DER. Threads: any.
namespace firn {

enum class KeyPairKind { kRsa2048, kRsa3072, kRsa4096, kP256, kP384, kP521, kSecp256k1 };
enum class SignatureScheme { kPss, kPkcs1, kEcdsa };

struct KeyPair {
  std::string private_key;
  std::string public_key;
};
Result<KeyPair> MakeKeyPair(KeyPairKind kind);

// Signs a digest made with `sha`. PSS salts are as long as the digest, as AWS KMS makes them;
// ECDSA signatures are in DER.
Result<std::string> SignDigest(std::string_view private_key, SignatureScheme scheme, ShaBits sha,
                               std::string_view digest);
// Whether the signature is that of the digest; false for bytes that are no signature at all.
Result<bool> VerifyDigest(std::string_view public_key, SignatureScheme scheme, ShaBits sha,
                          std::string_view digest, std::string_view signature);

// RSA-OAEP with MGF1 over the same digest. kInvalid when the text is too long, or was not
// encrypted for this key.
Result<std::string> EncryptOaep(std::string_view public_key, ShaBits sha, std::string_view text);
Result<std::string> DecryptOaep(std::string_view private_key, ShaBits sha, std::string_view sealed);

// The raw secret of ECDH. kInvalid when the peer's key is none of the same curve.
Result<std::string> DeriveEcdh(std::string_view private_key, std::string_view peer_public_key);

}  // namespace firn
