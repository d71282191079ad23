// GenerateDataKeyPair: a fresh key pair, its private half in clear and encrypted under a KMS key.
// Differs from AWS: Recipient (Nitro enclaves), SM2 and Ed25519 are refused.

#include "services/kms/crypto.h"
#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::GenerateDataKeyPairInput& input) {
  ConditionKeys keys = KeysOf(input.encryption_context);
  keys["kms:DataKeyPairSpec"] = {input.key_pair_spec};
  return {NeedOnKey(kms, call, "GenerateDataKeyPair", input.key_id, Naming::kKeyOrAlias, std::move(keys))};
}

Result<api::kms::GenerateDataKeyPairOutput> Handle(Kms& kms, const api::Call& call,
                                                   const api::kms::GenerateDataKeyPairInput& input) {
  FIRN_OK(CheckAbsent(input.recipient.has_value(), "Recipient"));
  FIRN_TRY(const auto key, SymmetricKeyFor(kms, call, input.key_id, "GenerateDataKeyPair"));
  FIRN_OK(CheckDryRun(input.dry_run));
  FIRN_TRY(KeyPair pair, MakeDataKeyPair(input.key_pair_spec));
  api::kms::GenerateDataKeyPairOutput output;
  FIRN_TRY(output.private_key_ciphertext_blob,
           kms.Seal(key, input.encryption_context.value_or(EncryptionContext{}), pair.private_key));
  output.private_key_plaintext = std::move(pair.private_key);
  output.public_key = std::move(pair.public_key);
  output.key_id = key.arn();
  output.key_pair_spec = input.key_pair_spec;
  output.key_material_id = key.record.materials.back().id;
  return output;
}

}  // namespace firn::services::kms
