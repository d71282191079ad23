// GetPublicKey: the public half of a key pair, in DER.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::GetPublicKeyInput& input) {
  return {NeedOnKey(kms, call, "GetPublicKey", input.key_id, Naming::kKeyOrAlias)};
}

Result<api::kms::GetPublicKeyOutput> Handle(Kms& kms, const api::Call& call, const api::kms::GetPublicKeyInput& input) {
  FIRN_TRY(const auto found, kms.Find(call, input.key_id, Naming::kKeyOrAlias));
  FIRN_OK(CheckEnabled(found.first, found.second));
  const Spec* spec = FindSpec(found.second.spec);
  if (spec == nullptr || !spec->pair) {
    return api::kms::UnsupportedOperationException("You cannot perform this operation on a symmetric key.");
  }
  const auto metadata = MetadataOf(found.first, found.second);
  api::kms::GetPublicKeyOutput output;
  output.key_id = found.first.arn();
  output.public_key = found.second.materials.back().public_key;
  output.customer_master_key_spec = found.second.spec;
  output.key_spec = found.second.spec;
  output.key_usage = found.second.usage;
  output.encryption_algorithms = metadata.encryption_algorithms;
  output.signing_algorithms = metadata.signing_algorithms;
  output.key_agreement_algorithms = metadata.key_agreement_algorithms;
  return output;
}

}  // namespace firn::services::kms
