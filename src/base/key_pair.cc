#include "base/key_pair.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>

#include "base/check.h"
#include "base/detail/openssl_digest.h"

namespace firn {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// The library queues its errors per thread; ours must not be found by whoever asks next.
Unexpected Refused(std::string message) {
  ERR_clear_error();
  return Fail(Kind::kInvalid, std::move(message));
}

Result<Key> PrivateKeyOf(std::string_view der) {
  const unsigned char* at = Bytes(der);
  Key key(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size())), &EVP_PKEY_free);
  if (key == nullptr) return Refused("these bytes are no private key");
  return key;
}

Result<Key> PublicKeyOf(std::string_view der) {
  const unsigned char* at = Bytes(der);
  Key key(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())), &EVP_PKEY_free);
  if (key == nullptr) return Refused("these bytes are no public key");
  return key;
}

std::string PrivateDer(EVP_PKEY* key) {
  const std::unique_ptr<PKCS8_PRIV_KEY_INFO, decltype(&PKCS8_PRIV_KEY_INFO_free)> info(
      EVP_PKEY2PKCS8(key), &PKCS8_PRIV_KEY_INFO_free);
  FIRN_CHECK(info != nullptr);
  unsigned char* out = nullptr;
  const int length = i2d_PKCS8_PRIV_KEY_INFO(info.get(), &out);
  FIRN_CHECK(length > 0);
  std::string der(reinterpret_cast<const char*>(out), static_cast<size_t>(length));
  OPENSSL_clear_free(out, static_cast<size_t>(length));
  return der;
}

std::string PublicDer(EVP_PKEY* key) {
  unsigned char* out = nullptr;
  const int length = i2d_PUBKEY(key, &out);
  FIRN_CHECK(length > 0);
  std::string der(reinterpret_cast<const char*>(out), static_cast<size_t>(length));
  OPENSSL_free(out);
  return der;
}

Key MakeRsa(unsigned bits) { return Key(EVP_RSA_gen(bits), &EVP_PKEY_free); }
Key MakeEc(const char* curve) { return Key(EVP_EC_gen(curve), &EVP_PKEY_free); }

Key MakeKey(KeyPairKind kind) {
  switch (kind) {
    case KeyPairKind::kRsa2048: return MakeRsa(2048);
    case KeyPairKind::kRsa3072: return MakeRsa(3072);
    case KeyPairKind::kRsa4096: return MakeRsa(4096);
    case KeyPairKind::kP256: return MakeEc("P-256");
    case KeyPairKind::kP384: return MakeEc("P-384");
    case KeyPairKind::kP521: return MakeEc("P-521");
    case KeyPairKind::kSecp256k1: return MakeEc("secp256k1");
  }
  return Key(nullptr, &EVP_PKEY_free);
}

bool Configure(EVP_PKEY_CTX* context, SignatureScheme scheme, ShaBits sha) {
  if (EVP_PKEY_CTX_set_signature_md(context, detail::DigestMethod(sha)) <= 0) return false;
  if (scheme == SignatureScheme::kEcdsa) return true;
  if (scheme == SignatureScheme::kPkcs1) {
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) > 0;
  }
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) > 0 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) > 0;
}

bool ConfigureOaep(EVP_PKEY_CTX* context, ShaBits sha) {
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) > 0 &&
         EVP_PKEY_CTX_set_rsa_oaep_md(context, detail::DigestMethod(sha)) > 0 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md(context, detail::DigestMethod(sha)) > 0;
}

KeyContext ContextOf(const Key& key) {
  KeyContext context(EVP_PKEY_CTX_new(key.get(), nullptr), &EVP_PKEY_CTX_free);
  FIRN_CHECK(context != nullptr);
  return context;
}

}  // namespace

Result<KeyPair> MakeKeyPair(KeyPairKind kind) {
  const Key key = MakeKey(kind);
  if (key == nullptr) {
    ERR_clear_error();
    return Fail(Kind::kInternal, "a key pair could not be made");
  }
  return KeyPair{PrivateDer(key.get()), PublicDer(key.get())};
}

Result<std::string> SignDigest(std::string_view private_key, SignatureScheme scheme, ShaBits sha,
                               std::string_view digest) {
  FIRN_TRY(const Key key, PrivateKeyOf(private_key));
  const KeyContext context = ContextOf(key);
  size_t length = 0;
  if (EVP_PKEY_sign_init(context.get()) <= 0 || !Configure(context.get(), scheme, sha) ||
      EVP_PKEY_sign(context.get(), nullptr, &length, Bytes(digest), digest.size()) <= 0) {
    return Refused("the digest cannot be signed by this key");
  }
  std::string signature(length, '\0');
  if (EVP_PKEY_sign(context.get(), Bytes(signature), &length, Bytes(digest), digest.size()) <= 0) {
    return Refused("the digest cannot be signed by this key");
  }
  signature.resize(length);
  return signature;
}

Result<bool> VerifyDigest(std::string_view public_key, SignatureScheme scheme, ShaBits sha,
                          std::string_view digest, std::string_view signature) {
  FIRN_TRY(const Key key, PublicKeyOf(public_key));
  const KeyContext context = ContextOf(key);
  if (EVP_PKEY_verify_init(context.get()) <= 0 || !Configure(context.get(), scheme, sha)) {
    return Refused("the digest cannot be verified with this key");
  }
  const bool valid = EVP_PKEY_verify(context.get(), Bytes(signature), signature.size(),
                                     Bytes(digest), digest.size()) == 1;
  ERR_clear_error();
  return valid;
}

Result<std::string> EncryptOaep(std::string_view public_key, ShaBits sha, std::string_view text) {
  FIRN_TRY(const Key key, PublicKeyOf(public_key));
  const KeyContext context = ContextOf(key);
  size_t length = 0;
  if (EVP_PKEY_encrypt_init(context.get()) <= 0 || !ConfigureOaep(context.get(), sha) ||
      EVP_PKEY_encrypt(context.get(), nullptr, &length, Bytes(text), text.size()) <= 0) {
    return Refused("the text cannot be encrypted by this key");
  }
  std::string sealed(length, '\0');
  if (EVP_PKEY_encrypt(context.get(), Bytes(sealed), &length, Bytes(text), text.size()) <= 0) {
    return Refused("the text is too long for this key");
  }
  sealed.resize(length);
  return sealed;
}

Result<std::string> DecryptOaep(std::string_view private_key, ShaBits sha,
                                std::string_view sealed) {
  FIRN_TRY(const Key key, PrivateKeyOf(private_key));
  const KeyContext context = ContextOf(key);
  size_t length = 0;
  if (EVP_PKEY_decrypt_init(context.get()) <= 0 || !ConfigureOaep(context.get(), sha) ||
      EVP_PKEY_decrypt(context.get(), nullptr, &length, Bytes(sealed), sealed.size()) <= 0) {
    return Refused("the text was not encrypted for this key");
  }
  std::string text(length, '\0');
  if (EVP_PKEY_decrypt(context.get(), Bytes(text), &length, Bytes(sealed), sealed.size()) <= 0) {
    return Refused("the text was not encrypted for this key");
  }
  text.resize(length);
  return text;
}

Result<std::string> DeriveEcdh(std::string_view private_key, std::string_view peer_public_key) {
  FIRN_TRY(const Key key, PrivateKeyOf(private_key));
  FIRN_TRY(const Key peer, PublicKeyOf(peer_public_key));
  const KeyContext context = ContextOf(key);
  size_t length = 0;
  if (EVP_PKEY_derive_init(context.get()) <= 0 ||
      EVP_PKEY_derive_set_peer(context.get(), peer.get()) <= 0 ||
      EVP_PKEY_derive(context.get(), nullptr, &length) <= 0) {
    return Refused("the public key is not of the same curve");
  }
  std::string secret(length, '\0');
  if (EVP_PKEY_derive(context.get(), Bytes(secret), &length) <= 0) {
    return Refused("the public key is not of the same curve");
  }
  secret.resize(length);
  return secret;
}

}  // namespace firn
