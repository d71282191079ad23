#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/key_pair.h"

namespace firn::services::kms {

// What one kind of key is and can do.
struct Spec {
  std::string_view name;  // "RSA_2048"
  std::optional<KeyPairKind> pair;
  size_t secret_bytes = 0;  // of keys that are no pairs
  std::vector<std::string_view> usages;
  std::vector<std::string_view> encryption;
  std::vector<std::string_view> signing;
  std::vector<std::string_view> macs;
};

// Null when the kind is not offered here.
const Spec* FindSpec(std::string_view name);

struct SigningAlgorithm {
  SignatureScheme scheme;
  ShaBits sha;
};
// Of a name in Spec::signing.
SigningAlgorithm SigningAlgorithmOf(std::string_view name);
// Of "RSAES_OAEP_SHA_256" and "HMAC_SHA_384".
ShaBits ShaOf(std::string_view algorithm);

std::vector<std::string> TextsOf(const std::vector<std::string_view>& names);
bool Has(const std::vector<std::string_view>& names, std::string_view name);

}  // namespace firn::services::kms
