// Encrypt: encrypts up to 4 KiB under a key.

#include "services/kms/crypto.h"
#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::EncryptInput& input) {
  ConditionKeys keys = KeysOf(input.encryption_context);
  keys["kms:EncryptionAlgorithm"] = {input.encryption_algorithm.value_or(std::string(kSymmetric))};
  return {NeedOnKey(kms, call, "Encrypt", input.key_id, Naming::kKeyOrAlias, std::move(keys))};
}

Result<api::kms::EncryptOutput> Handle(Kms& kms, const api::Call& call, const api::kms::EncryptInput& input) {
  const std::string algorithm = input.encryption_algorithm.value_or(std::string(kSymmetric));
  FIRN_TRY(const auto key, kms.KeyFor(call, input.key_id, "ENCRYPT_DECRYPT", "Encrypt"));
  FIRN_OK(CheckAlgorithm(key.spec->encryption, algorithm, key.record.spec));
  FIRN_OK(CheckDryRun(input.dry_run));
  api::kms::EncryptOutput output;
  FIRN_TRY(output.ciphertext_blob,
           EncryptUnder(kms, key, algorithm, input.encryption_context.value_or(EncryptionContext{}), input.plaintext));
  output.key_id = key.arn();
  output.encryption_algorithm = algorithm;
  return output;
}

}  // namespace firn::services::kms
