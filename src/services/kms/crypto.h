#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/kms/needs.h"

// What encrypting, decrypting and signing operations share.
namespace firn::services::kms {

inline constexpr std::string_view kSymmetric = "SYMMETRIC_DEFAULT";

// A ciphertext with the key that the caller says it is of; symmetric ones need no word of the caller.
struct CiphertextInput {
  const std::optional<std::string>& blob;
  const std::optional<std::string>& key_id;
};

// The need to decrypt: on the key that the ciphertext names, else on the one that the caller names.
authz::Need NeedOnCiphertext(const Kms& kms, const api::Call& call, std::string_view action,
                             const CiphertextInput& input, ConditionKeys more);

struct Decrypted {
  Kms::Usable key;
  std::string text;
  std::string material_id;  // of symmetric keys
};
Result<Decrypted> DecryptUnder(const Kms& kms, const api::Call& call, const CiphertextInput& input,
                               std::string_view algorithm, const EncryptionContext& context,
                               std::string_view operation);
Result<std::string> EncryptUnder(const Kms& kms, const Kms::Usable& key, std::string_view algorithm,
                                 const EncryptionContext& context, std::string_view text);

// A symmetric key to encrypt data keys with.
Result<Kms::Usable> SymmetricKeyFor(const Kms& kms, const api::Call& call, std::string_view key_id,
                                    std::string_view operation);
// The length that GenerateDataKey's input asks for, in one of two ways.
Result<size_t> DataKeyBytes(const std::optional<std::string>& spec, const std::optional<int32_t>& bytes);
Result<KeyPair> MakeDataKeyPair(std::string_view spec);

// The digest to sign: of the message, or the message itself when its type says so.
Result<std::string> DigestOf(const std::string& message, const std::optional<std::string>& type,
                             std::string_view algorithm);

}  // namespace firn::services::kms
