// GenerateMac: the message authentication code of a message under an HMAC key.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::GenerateMacInput& input) {
  return {NeedOnKey(kms, call, "GenerateMac", input.key_id, Naming::kKeyOrAlias,
                    {{"kms:MacAlgorithm", {input.mac_algorithm}}})};
}

Result<api::kms::GenerateMacOutput> Handle(Kms& kms, const api::Call& call, const api::kms::GenerateMacInput& input) {
  FIRN_TRY(const auto key, kms.KeyFor(call, input.key_id, "GENERATE_VERIFY_MAC", "GenerateMac"));
  FIRN_OK(CheckAlgorithm(key.spec->macs, input.mac_algorithm, key.record.spec));
  FIRN_OK(CheckDryRun(input.dry_run));
  FIRN_TRY(const std::string secret, kms.SecretOf(key.name, key.record.materials.back()));
  api::kms::GenerateMacOutput output;
  output.mac = Hmac(ShaOf(input.mac_algorithm), secret, input.message);
  output.mac_algorithm = input.mac_algorithm;
  output.key_id = key.arn();
  return output;
}

}  // namespace firn::services::kms
