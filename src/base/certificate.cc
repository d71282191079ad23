#include "base/certificate.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <ctime>
#include <memory>

namespace firn {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
void FreeBio(BIO* bio) { BIO_free(bio); }
using Bio = std::unique_ptr<BIO, Freed<FreeBio>>;
using X509Pointer = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;

constexpr std::string_view kWhite = " \t\r\n";

Bio Reading(std::string_view text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// Never asks anybody for a password.
int NoPassword(char*, int, int, void*) { return -1; }

// Failures leave notes in OpenSSL's queue of this thread, where the next reader finds them.
struct QuietErrors {
  ~QuietErrors() { ERR_clear_error(); }
};

// The next certificate of a PEM text, which loses it; null when something else stands there.
X509Pointer TakeCertificate(std::string_view& pem) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  constexpr std::string_view kEnd = "-----END CERTIFICATE-----";
  pem.remove_prefix(std::min(pem.find_first_not_of(kWhite), pem.size()));
  if (!pem.starts_with(kBegin)) return nullptr;
  const size_t end = pem.find(kEnd);
  if (end == std::string_view::npos) return nullptr;
  const Bio bio = Reading(pem.substr(0, end + kEnd.size()));
  pem.remove_prefix(end + kEnd.size());
  return X509Pointer(PEM_read_bio_X509(bio.get(), nullptr, NoPassword, nullptr));
}

bool OnlyWhite(std::string_view text) {
  return text.find_first_not_of(kWhite) == std::string_view::npos;
}

Time TimeOf(const ASN1_TIME* when) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(when, &parts) != 1) return Time{};
  return FromEpochMicros(static_cast<int64_t>(timegm(&parts)) * 1'000'000);
}

std::string BytesOf(const BIGNUM* number) {
  std::string bytes(static_cast<size_t>(BN_num_bytes(number)), '\0');
  BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
  return bytes;
}

Number NumberOf(std::string_view bytes) {
  return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                          static_cast<int>(bytes.size()), nullptr));
}

}  // namespace

std::optional<Certificate> ParseCertificate(std::string_view pem) {
  const QuietErrors quiet;
  const X509Pointer certificate = TakeCertificate(pem);
  if (certificate == nullptr || !OnlyWhite(pem)) return std::nullopt;
  return Certificate{TimeOf(X509_get0_notBefore(certificate.get())),
                     TimeOf(X509_get0_notAfter(certificate.get()))};
}

std::optional<size_t> CountCertificates(std::string_view pem) {
  const QuietErrors quiet;
  size_t count = 0;
  while (!OnlyWhite(pem)) {
    if (TakeCertificate(pem) == nullptr) return std::nullopt;
    ++count;
  }
  return count;
}

KeyPair ComparePrivateKey(std::string_view certificate_pem, std::string_view key_pem) {
  const QuietErrors quiet;
  const X509Pointer certificate = TakeCertificate(certificate_pem);
  const Bio bio = Reading(key_pem);
  const Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassword, nullptr));
  if (certificate == nullptr || key == nullptr) return KeyPair::kUnreadable;
  return X509_check_private_key(certificate.get(), key.get()) == 1 ? KeyPair::kMatches
                                                                   : KeyPair::kDiffers;
}

std::optional<RsaKey> ParseRsaPublicKey(std::string_view pem) {
  const QuietErrors quiet;
  const Bio bio = Reading(pem);
  const Key key(PEM_read_bio_PUBKEY(bio.get(), nullptr, NoPassword, nullptr));
  if (key == nullptr || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) return std::nullopt;
  BIGNUM *modulus = nullptr, *exponent = nullptr;
  const bool read = EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_RSA_N, &modulus) == 1 &&
                    EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_RSA_E, &exponent) == 1;
  const Number owned_modulus(modulus), owned_exponent(exponent);
  if (!read) return std::nullopt;
  return RsaKey{BytesOf(modulus), BytesOf(exponent), static_cast<size_t>(BN_num_bits(modulus))};
}

std::optional<std::string> RsaPublicKeyPem(const RsaKey& key) {
  const QuietErrors quiet;
  const Number modulus = NumberOf(key.modulus), exponent = NumberOf(key.exponent);
  const std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>> builder(OSSL_PARAM_BLD_new());
  if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1) {
    return std::nullopt;
  }
  const std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>> parameters(
      OSSL_PARAM_BLD_to_param(builder.get()));
  const std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>> context(
      EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* made = nullptr;
  if (context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return std::nullopt;
  }
  const Key owned(made);
  const Bio bio(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PUBKEY(bio.get(), made) != 1) return std::nullopt;
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return std::string(bytes, static_cast<size_t>(size));
}

}  // namespace firn
