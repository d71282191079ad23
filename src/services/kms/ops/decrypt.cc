// Decrypt: the plaintext of what a key encrypted. Symmetric ciphertexts name their key themselves.
// Differs from AWS: Recipient (Nitro enclaves) and DryRunModifiers are refused.

#include "services/kms/crypto.h"
#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::DecryptInput& input) {
  ConditionKeys keys = KeysOf(input.encryption_context);
  keys["kms:EncryptionAlgorithm"] = {input.encryption_algorithm.value_or(std::string(kSymmetric))};
  return {NeedOnCiphertext(kms, call, "Decrypt", {input.ciphertext_blob, input.key_id}, std::move(keys))};
}

Result<api::kms::DecryptOutput> Handle(Kms& kms, const api::Call& call, const api::kms::DecryptInput& input) {
  FIRN_OK(CheckAbsent(input.recipient.has_value(), "Recipient"));
  FIRN_OK(CheckAbsent(input.dry_run_modifiers && !input.dry_run_modifiers->empty(), "DryRunModifiers"));
  if (!input.ciphertext_blob) return Fail(Kind::kInvalid, "CiphertextBlob is required");
  const std::string algorithm = input.encryption_algorithm.value_or(std::string(kSymmetric));
  FIRN_TRY(const auto opened, DecryptUnder(kms, call, {input.ciphertext_blob, input.key_id}, algorithm,
                                           input.encryption_context.value_or(EncryptionContext{}), "Decrypt"));
  FIRN_OK(CheckDryRun(input.dry_run));
  api::kms::DecryptOutput output;
  output.key_id = opened.key.arn();
  output.plaintext = opened.text;
  output.encryption_algorithm = algorithm;
  if (!opened.material_id.empty()) output.key_material_id = opened.material_id;
  return output;
}

}  // namespace firn::services::kms
