// GenerateDataKey: a fresh symmetric key, in clear and encrypted under a KMS key.
// Differs from AWS: Recipient (Nitro enclaves) is refused.

#include "services/kms/crypto.h"
#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::GenerateDataKeyInput& input) {
  return {NeedOnKey(kms, call, "GenerateDataKey", input.key_id, Naming::kKeyOrAlias,
                    KeysOf(input.encryption_context))};
}

Result<api::kms::GenerateDataKeyOutput> Handle(Kms& kms, const api::Call& call,
                                               const api::kms::GenerateDataKeyInput& input) {
  FIRN_OK(CheckAbsent(input.recipient.has_value(), "Recipient"));
  FIRN_TRY(const size_t bytes, DataKeyBytes(input.key_spec, input.number_of_bytes));
  FIRN_TRY(const auto key, SymmetricKeyFor(kms, call, input.key_id, "GenerateDataKey"));
  FIRN_OK(CheckDryRun(input.dry_run));
  api::kms::GenerateDataKeyOutput output;
  output.plaintext = kms.random.Bytes(bytes);
  FIRN_TRY(output.ciphertext_blob,
           kms.Seal(key, input.encryption_context.value_or(EncryptionContext{}), *output.plaintext));
  output.key_id = key.arn();
  output.key_material_id = key.record.materials.back().id;
  return output;
}

}  // namespace firn::services::kms
