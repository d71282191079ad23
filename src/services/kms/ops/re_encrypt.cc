// ReEncrypt: takes a ciphertext from one key to another without showing its text.
// Differs from AWS: DryRunModifiers are refused.

#include "services/kms/crypto.h"
#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::ReEncryptInput& input) {
  const bool same = input.source_key_id.value_or("") == input.destination_key_id;
  ConditionKeys from = KeysOf(input.source_encryption_context), to = KeysOf(input.destination_encryption_context);
  from["kms:EncryptionAlgorithm"] = {input.source_encryption_algorithm.value_or(std::string(kSymmetric))};
  to["kms:EncryptionAlgorithm"] = {input.destination_encryption_algorithm.value_or(std::string(kSymmetric))};
  from["kms:ReEncryptOnSameKey"] = to["kms:ReEncryptOnSameKey"] = {same ? "true" : "false"};
  return {NeedOnCiphertext(kms, call, "ReEncryptFrom", {input.ciphertext_blob, input.source_key_id}, std::move(from)),
          NeedOnKey(kms, call, "ReEncryptTo", input.destination_key_id, Naming::kKeyOrAlias, std::move(to))};
}

Result<api::kms::ReEncryptOutput> Handle(Kms& kms, const api::Call& call, const api::kms::ReEncryptInput& input) {
  FIRN_OK(CheckAbsent(input.dry_run_modifiers && !input.dry_run_modifiers->empty(), "DryRunModifiers"));
  if (!input.ciphertext_blob) return Fail(Kind::kInvalid, "CiphertextBlob is required");
  const std::string from = input.source_encryption_algorithm.value_or(std::string(kSymmetric));
  const std::string to = input.destination_encryption_algorithm.value_or(std::string(kSymmetric));
  FIRN_TRY(const auto opened, DecryptUnder(kms, call, {input.ciphertext_blob, input.source_key_id}, from,
                                           input.source_encryption_context.value_or(EncryptionContext{}), "ReEncrypt"));
  FIRN_TRY(const auto key, kms.KeyFor(call, input.destination_key_id, "ENCRYPT_DECRYPT", "ReEncrypt"));
  FIRN_OK(CheckAlgorithm(key.spec->encryption, to, key.record.spec));
  FIRN_OK(CheckDryRun(input.dry_run));
  api::kms::ReEncryptOutput output;
  FIRN_TRY(output.ciphertext_blob,
           EncryptUnder(kms, key, to, input.destination_encryption_context.value_or(EncryptionContext{}), opened.text));
  output.source_key_id = opened.key.arn();
  output.key_id = key.arn();
  output.source_encryption_algorithm = from;
  output.destination_encryption_algorithm = to;
  if (!opened.material_id.empty()) output.source_key_material_id = opened.material_id;
  if (to == kSymmetric) output.destination_key_material_id = key.record.materials.back().id;
  return output;
}

}  // namespace firn::services::kms
