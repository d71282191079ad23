#include "services/kms/specs.h"

#include <algorithm>

namespace firn::services::kms {
namespace {

using Names = std::vector<std::string_view>;

constexpr std::string_view kEncrypt = "ENCRYPT_DECRYPT", kSign = "SIGN_VERIFY", kMac = "GENERATE_VERIFY_MAC",
                           kAgree = "KEY_AGREEMENT";

Spec Rsa(std::string_view name, KeyPairKind kind) {
  return {name, kind, 0, {kEncrypt, kSign}, {"RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"},
          {"RSASSA_PKCS1_V1_5_SHA_256", "RSASSA_PKCS1_V1_5_SHA_384", "RSASSA_PKCS1_V1_5_SHA_512",
           "RSASSA_PSS_SHA_256", "RSASSA_PSS_SHA_384", "RSASSA_PSS_SHA_512"}, {}};
}

Spec Curve(std::string_view name, KeyPairKind kind, Names usages, std::string_view algorithm) {
  return {name, kind, 0, std::move(usages), {}, {algorithm}, {}};
}

Spec HmacKey(std::string_view name, size_t bytes, std::string_view algorithm) {
  return {name, std::nullopt, bytes, {kMac}, {}, {}, {algorithm}};
}

const std::vector<Spec>& Specs() {
  static const std::vector<Spec> kSpecs = {
      {"SYMMETRIC_DEFAULT", std::nullopt, kAesKeyBytes, {kEncrypt}, {"SYMMETRIC_DEFAULT"}, {}, {}},
      Rsa("RSA_2048", KeyPairKind::kRsa2048),
      Rsa("RSA_3072", KeyPairKind::kRsa3072),
      Rsa("RSA_4096", KeyPairKind::kRsa4096),
      Curve("ECC_NIST_P256", KeyPairKind::kP256, {kSign, kAgree}, "ECDSA_SHA_256"),
      Curve("ECC_NIST_P384", KeyPairKind::kP384, {kSign, kAgree}, "ECDSA_SHA_384"),
      Curve("ECC_NIST_P521", KeyPairKind::kP521, {kSign, kAgree}, "ECDSA_SHA_512"),
      Curve("ECC_SECG_P256K1", KeyPairKind::kSecp256k1, {kSign}, "ECDSA_SHA_256"),
      HmacKey("HMAC_224", 28, "HMAC_SHA_224"),
      HmacKey("HMAC_256", 32, "HMAC_SHA_256"),
      HmacKey("HMAC_384", 48, "HMAC_SHA_384"),
      HmacKey("HMAC_512", 64, "HMAC_SHA_512"),
  };
  return kSpecs;
}

}  // namespace

const Spec* FindSpec(std::string_view name) {
  const auto found = std::find_if(Specs().begin(), Specs().end(), [&](const Spec& spec) { return spec.name == name; });
  return found == Specs().end() ? nullptr : &*found;
}

ShaBits ShaOf(std::string_view algorithm) {
  const std::string_view bits = algorithm.substr(algorithm.rfind('_') + 1);
  if (bits == "1") return ShaBits::k1;
  if (bits == "224") return ShaBits::k224;
  if (bits == "384") return ShaBits::k384;
  return bits == "512" ? ShaBits::k512 : ShaBits::k256;
}

SigningAlgorithm SigningAlgorithmOf(std::string_view name) {
  if (name.starts_with("ECDSA")) return {SignatureScheme::kEcdsa, ShaOf(name)};
  return {name.starts_with("RSASSA_PSS") ? SignatureScheme::kPss : SignatureScheme::kPkcs1, ShaOf(name)};
}

std::vector<std::string> TextsOf(const std::vector<std::string_view>& names) { return {names.begin(), names.end()}; }

bool Has(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace firn::services::kms
