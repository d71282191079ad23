// Verify: whether a signature is the message's; KMSInvalidSignatureException when it is not.

#include "services/kms/crypto.h"
#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::VerifyInput& input) {
  return {NeedOnKey(kms, call, "Verify", input.key_id, Naming::kKeyOrAlias,
                    {{"kms:SigningAlgorithm", {input.signing_algorithm}},
                     {"kms:MessageType", {input.message_type.value_or("RAW")}}})};
}

Result<api::kms::VerifyOutput> Handle(Kms& kms, const api::Call& call, const api::kms::VerifyInput& input) {
  FIRN_TRY(const auto key, kms.KeyFor(call, input.key_id, "SIGN_VERIFY", "Verify"));
  FIRN_OK(CheckAlgorithm(key.spec->signing, input.signing_algorithm, key.record.spec));
  FIRN_TRY(const std::string digest, DigestOf(input.message, input.message_type, input.signing_algorithm));
  FIRN_OK(CheckDryRun(input.dry_run));
  const SigningAlgorithm algorithm = SigningAlgorithmOf(input.signing_algorithm);
  FIRN_TRY(const bool valid, VerifyDigest(key.record.materials.back().public_key, algorithm.scheme, algorithm.sha,
                                          digest, input.signature));
  if (!valid) return api::kms::KMSInvalidSignatureException("");
  api::kms::VerifyOutput output;
  output.key_id = key.arn();
  output.signature_valid = true;
  output.signing_algorithm = input.signing_algorithm;
  return output;
}

}  // namespace firn::services::kms
