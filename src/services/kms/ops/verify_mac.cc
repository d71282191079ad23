// VerifyMac: whether a code is the message's under an HMAC key; KMSInvalidMacException when it is not.

#include "base/digest.h"
#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::VerifyMacInput& input) {
  return {NeedOnKey(kms, call, "VerifyMac", input.key_id, Naming::kKeyOrAlias,
                    {{"kms:MacAlgorithm", {input.mac_algorithm}}})};
}

Result<api::kms::VerifyMacOutput> Handle(Kms& kms, const api::Call& call, const api::kms::VerifyMacInput& input) {
  FIRN_TRY(const auto key, kms.KeyFor(call, input.key_id, "GENERATE_VERIFY_MAC", "VerifyMac"));
  FIRN_OK(CheckAlgorithm(key.spec->macs, input.mac_algorithm, key.record.spec));
  FIRN_OK(CheckDryRun(input.dry_run));
  FIRN_TRY(const std::string secret, kms.SecretOf(key.name, key.record.materials.back()));
  if (!EqualConstantTime(Hmac(ShaOf(input.mac_algorithm), secret, input.message), input.mac)) {
    return api::kms::KMSInvalidMacException("");
  }
  api::kms::VerifyMacOutput output;
  output.key_id = key.arn();
  output.mac_valid = true;
  output.mac_algorithm = input.mac_algorithm;
  return output;
}

}  // namespace firn::services::kms
