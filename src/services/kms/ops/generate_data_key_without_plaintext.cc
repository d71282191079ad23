// GenerateDataKeyWithoutPlaintext: a fresh symmetric key, encrypted under a KMS key.

#include "services/kms/crypto.h"
#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call,
                      const api::kms::GenerateDataKeyWithoutPlaintextInput& input) {
  return {NeedOnKey(kms, call, "GenerateDataKeyWithoutPlaintext", input.key_id, Naming::kKeyOrAlias,
                    KeysOf(input.encryption_context))};
}

Result<api::kms::GenerateDataKeyWithoutPlaintextOutput> Handle(
    Kms& kms, const api::Call& call, const api::kms::GenerateDataKeyWithoutPlaintextInput& input) {
  FIRN_TRY(const size_t bytes, DataKeyBytes(input.key_spec, input.number_of_bytes));
  FIRN_TRY(const auto key, SymmetricKeyFor(kms, call, input.key_id, "GenerateDataKeyWithoutPlaintext"));
  FIRN_OK(CheckDryRun(input.dry_run));
  api::kms::GenerateDataKeyWithoutPlaintextOutput output;
  FIRN_TRY(output.ciphertext_blob,
           kms.Seal(key, input.encryption_context.value_or(EncryptionContext{}), kms.random.Bytes(bytes)));
  output.key_id = key.arn();
  output.key_material_id = key.record.materials.back().id;
  return output;
}

}  // namespace firn::services::kms
