#include "base/cipher.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <memory>

#include "base/check.h"
#include "base/detail/openssl_digest.h"

namespace firn {
namespace {

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

const EVP_MD* detail::DigestMethod(ShaBits sha) {
  switch (sha) {
    case ShaBits::k1: return EVP_sha1();
    case ShaBits::k224: return EVP_sha224();
    case ShaBits::k256: return EVP_sha256();
    case ShaBits::k384: return EVP_sha384();
    case ShaBits::k512: return EVP_sha512();
  }
  return EVP_sha256();
}

std::string SealGcm(const GcmText& open) {
  FIRN_CHECK(open.key.size() == kAesKeyBytes && open.nonce.size() == kGcmNonceBytes);
  const CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  FIRN_CHECK(context != nullptr);
  std::string out(open.text.size() + kGcmTagBytes, '\0');
  int written = 0;
  FIRN_CHECK(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, Bytes(open.key),
                                Bytes(open.nonce)) == 1);
  FIRN_CHECK(EVP_EncryptUpdate(context.get(), nullptr, &written, Bytes(open.bound),
                               static_cast<int>(open.bound.size())) == 1);
  FIRN_CHECK(EVP_EncryptUpdate(context.get(), Bytes(out), &written, Bytes(open.text),
                               static_cast<int>(open.text.size())) == 1);
  FIRN_CHECK(EVP_EncryptFinal_ex(context.get(), Bytes(out) + written, &written) == 1);
  FIRN_CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kGcmTagBytes,
                                 out.data() + open.text.size()) == 1);
  return out;
}

Result<std::string> OpenGcm(const GcmText& sealed) {
  const auto refused = [] { return Fail(Kind::kInvalid, "the encrypted text is not authentic"); };
  if (sealed.key.size() != kAesKeyBytes || sealed.nonce.size() != kGcmNonceBytes ||
      sealed.text.size() < kGcmTagBytes) {
    return refused();
  }
  const CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  FIRN_CHECK(context != nullptr);
  const std::string_view text = sealed.text.substr(0, sealed.text.size() - kGcmTagBytes);
  std::string tag(sealed.text.substr(text.size()));
  std::string out(text.size(), '\0');
  int written = 0;
  const bool authentic =
      EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, Bytes(sealed.key),
                         Bytes(sealed.nonce)) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &written, Bytes(sealed.bound),
                        static_cast<int>(sealed.bound.size())) == 1 &&
      EVP_DecryptUpdate(context.get(), Bytes(out), &written, Bytes(text),
                        static_cast<int>(text.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kGcmTagBytes, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context.get(), Bytes(out) + written, &written) == 1;
  if (!authentic) return refused();
  return out;
}

std::string Hmac(ShaBits sha, std::string_view key, std::string_view bytes) {
  std::string out(ShaBytes(sha), '\0');
  const char* const key_data = key.empty() ? "" : key.data();
  FIRN_CHECK(HMAC(detail::DigestMethod(sha), key_data, static_cast<int>(key.size()), Bytes(bytes),
                  bytes.size(), Bytes(out), nullptr) != nullptr);
  return out;
}

std::string ShaDigest(ShaBits sha, std::string_view bytes) {
  std::string out(ShaBytes(sha), '\0');
  FIRN_CHECK(EVP_Digest(bytes.data(), bytes.size(), Bytes(out), nullptr, detail::DigestMethod(sha),
                        nullptr) == 1);
  return out;
}

size_t ShaBytes(ShaBits sha) {
  return static_cast<size_t>(EVP_MD_get_size(detail::DigestMethod(sha)));
}

}  // namespace firn
