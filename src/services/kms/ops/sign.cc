// Sign: the signature of a message, or of a digest that the caller has made.

#include "services/kms/crypto.h"
#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::SignInput& input) {
  return {NeedOnKey(kms, call, "Sign", input.key_id, Naming::kKeyOrAlias,
                    {{"kms:SigningAlgorithm", {input.signing_algorithm}},
                     {"kms:MessageType", {input.message_type.value_or("RAW")}}})};
}

Result<api::kms::SignOutput> Handle(Kms& kms, const api::Call& call, const api::kms::SignInput& input) {
  FIRN_TRY(const auto key, kms.KeyFor(call, input.key_id, "SIGN_VERIFY", "Sign"));
  FIRN_OK(CheckAlgorithm(key.spec->signing, input.signing_algorithm, key.record.spec));
  FIRN_TRY(const std::string digest, DigestOf(input.message, input.message_type, input.signing_algorithm));
  FIRN_OK(CheckDryRun(input.dry_run));
  const SigningAlgorithm algorithm = SigningAlgorithmOf(input.signing_algorithm);
  FIRN_TRY(const std::string secret, kms.SecretOf(key.name, key.record.materials.back()));
  api::kms::SignOutput output;
  FIRN_TRY(output.signature, SignDigest(secret, algorithm.scheme, algorithm.sha, digest));
  output.key_id = key.arn();
  output.signing_algorithm = input.signing_algorithm;
  return output;
}

}  // namespace firn::services::kms
