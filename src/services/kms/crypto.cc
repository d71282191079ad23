#include "services/kms/crypto.h"

namespace firn::services::kms {
namespace {

// Whom a symmetric ciphertext belongs to, when the input is one.
std::optional<KeyName> OwnerOf(const api::Call& call, const CiphertextInput& input) {
  if (!input.blob) return std::nullopt;
  const auto ciphertext = ReadBlob(*input.blob);
  if (!ciphertext) return std::nullopt;
  return NameOf(ciphertext->account, call.region, ciphertext->key_id);
}

Result<void> CheckNoContext(const EncryptionContext& context) {
  if (context.empty()) return {};
  return Fail(Kind::kInvalid, "EncryptionContext is not supported with asymmetric KMS keys");
}

}  // namespace

authz::Need NeedOnCiphertext(const Kms& kms, const api::Call& call, std::string_view action,
                             const CiphertextInput& input, ConditionKeys more) {
  if (const auto owner = OwnerOf(call, input)) {
    const size_t alias = input.key_id ? input.key_id->find("alias/") : std::string::npos;
    if (alias != std::string::npos) more["kms:RequestAlias"] = {input.key_id->substr(alias)};
    return NeedOnKey(kms, call, action, *owner, std::move(more));
  }
  if (input.key_id) return NeedOnKey(kms, call, action, *input.key_id, Naming::kKeyOrAlias, std::move(more));
  return NeedOnAll(action, std::move(more));
}

Result<Decrypted> DecryptUnder(const Kms& kms, const api::Call& call, const CiphertextInput& input,
                               std::string_view algorithm, const EncryptionContext& context,
                               std::string_view operation) {
  if (algorithm == kSymmetric) {
    FIRN_TRY(const Ciphertext ciphertext, ReadBlob(*input.blob));
    const KeyName owner = NameOf(ciphertext.account, call.region, ciphertext.key_id);
    if (input.key_id) {
      FIRN_TRY(const KeyName named, kms.Resolve(call, *input.key_id, Naming::kKeyOrAlias));
      if (named.arn() != owner.arn()) {
        FIRN_OK(kms.Load(kms.store.Read(), named, call.now));
        return api::kms::IncorrectKeyException(
            "The key ID in the request does not identify a CMK that can perform this operation.");
      }
    }
    FIRN_TRY(auto key, kms.KeyFor(call, owner, "ENCRYPT_DECRYPT", operation));
    FIRN_OK(CheckAlgorithm(key.spec->encryption, algorithm, key.record.spec));
    FIRN_TRY(std::string text, kms.Unseal(key, ciphertext, context));
    return Decrypted{std::move(key), std::move(text), ciphertext.material_id};
  }
  if (!input.key_id) return Fail(Kind::kInvalid, "KeyId is required to decrypt with an asymmetric KMS key");
  FIRN_TRY(auto key, kms.KeyFor(call, *input.key_id, "ENCRYPT_DECRYPT", operation));
  FIRN_OK(CheckAlgorithm(key.spec->encryption, algorithm, key.record.spec));
  FIRN_OK(CheckNoContext(context));
  FIRN_TRY(const std::string secret, kms.SecretOf(key.name, key.record.materials.back()));
  auto text = DecryptOaep(secret, ShaOf(algorithm), *input.blob);
  if (!text) return api::kms::InvalidCiphertextException("");
  return Decrypted{std::move(key), *std::move(text), {}};
}

Result<std::string> EncryptUnder(const Kms& kms, const Kms::Usable& key, std::string_view algorithm,
                                 const EncryptionContext& context, std::string_view text) {
  if (algorithm == kSymmetric) return kms.Seal(key, context, text);
  FIRN_OK(CheckNoContext(context));
  auto sealed = EncryptOaep(key.record.materials.back().public_key, ShaOf(algorithm), text);
  if (!sealed) {
    return Fail(Kind::kInvalid, "Algorithm " + std::string(algorithm) + " and key spec " + key.record.spec +
                                    " cannot encrypt data larger than their limit");
  }
  return sealed;
}

Result<Kms::Usable> SymmetricKeyFor(const Kms& kms, const api::Call& call, std::string_view key_id,
                                    std::string_view operation) {
  FIRN_TRY(auto key, kms.KeyFor(call, key_id, "ENCRYPT_DECRYPT", operation));
  if (key.record.spec != kSymmetric) {
    return api::kms::InvalidKeyUsageException(key.arn() + " key spec is " + key.record.spec +
                                              " which is not valid for " + std::string(operation) + ".");
  }
  return key;
}

Result<size_t> DataKeyBytes(const std::optional<std::string>& spec, const std::optional<int32_t>& bytes) {
  if (spec.has_value() == bytes.has_value()) {
    return Fail(Kind::kInvalid, "Please specify either number of bytes or key spec.");
  }
  if (bytes) return static_cast<size_t>(*bytes);
  return *spec == "AES_128" ? 16 : 32;
}

Result<KeyPair> MakeDataKeyPair(std::string_view spec) {
  const Spec* known = FindSpec(spec);
  if (known == nullptr || !known->pair) {
    return api::kms::UnsupportedOperationException("The key pair spec " + std::string(spec) + " is not implemented.");
  }
  return MakeKeyPair(*known->pair);
}

Result<std::string> DigestOf(const std::string& message, const std::optional<std::string>& type,
                             std::string_view algorithm) {
  const std::string kind = type.value_or("RAW");
  const ShaBits sha = SigningAlgorithmOf(algorithm).sha;
  if (kind == "RAW") return ShaDigest(sha, message);
  if (kind != "DIGEST") return Fail(Kind::kInvalid, "MessageType " + kind + " is not valid for " + std::string(algorithm));
  if (message.size() != ShaBytes(sha)) {
    return Fail(Kind::kInvalid, "Digest is invalid length for algorithm " + std::string(algorithm) + ".");
  }
  return message;
}

}  // namespace firn::services::kms
