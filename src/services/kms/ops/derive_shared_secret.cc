// DeriveSharedSecret: what a key pair and somebody else's public key have in common (ECDH).
// Differs from AWS: Recipient (Nitro enclaves) is refused.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::DeriveSharedSecretInput& input) {
  return {NeedOnKey(kms, call, "DeriveSharedSecret", input.key_id, Naming::kKeyOrAlias,
                    {{"kms:KeyAgreementAlgorithm", {input.key_agreement_algorithm}}})};
}

Result<api::kms::DeriveSharedSecretOutput> Handle(Kms& kms, const api::Call& call,
                                                  const api::kms::DeriveSharedSecretInput& input) {
  FIRN_OK(CheckAbsent(input.recipient.has_value(), "Recipient"));
  FIRN_TRY(const auto key, kms.KeyFor(call, input.key_id, "KEY_AGREEMENT", "DeriveSharedSecret"));
  FIRN_OK(CheckDryRun(input.dry_run));
  FIRN_TRY(const std::string secret, kms.SecretOf(key.name, key.record.materials.back()));
  auto shared = DeriveEcdh(secret, input.public_key);
  if (!shared) return Fail(Kind::kInvalid, "The public key is not valid for key spec " + key.record.spec);
  api::kms::DeriveSharedSecretOutput output;
  output.key_id = key.arn();
  output.shared_secret = *std::move(shared);
  output.key_agreement_algorithm = input.key_agreement_algorithm;
  output.key_origin = "AWS_KMS";
  return output;
}

}  // namespace firn::services::kms
