// RotateKeyOnDemand: gives a symmetric key new material now. Old ciphertexts stay readable.

#include <algorithm>

#include "services/kms/kms.h"
#include "services/kms/limits.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"
#include "services/kms/rotation.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::RotateKeyOnDemandInput& input) {
  return {NeedOnKey(kms, call, "RotateKeyOnDemand", input.key_id, Naming::kKeyOnly)};
}

Result<api::kms::RotateKeyOnDemandOutput> Handle(Kms& kms, const api::Call& call,
                                                 const api::kms::RotateKeyOnDemandInput& input) {
  FIRN_TRY(const auto found, kms.Find(call, input.key_id, Naming::kKeyOnly));
  FIRN_OK(CheckEnabled(found.first, found.second));
  FIRN_OK(CheckRotates(found.first, found.second));
  const auto& materials = found.second.materials;
  const auto rotated = std::count_if(materials.begin(), materials.end(),
                                     [](const MaterialRecord& material) { return material.rotation == "ON_DEMAND"; });
  if (static_cast<size_t>(rotated) >= kOnDemandRotationsMax) {
    return api::kms::LimitExceededException("The key has been rotated on demand 25 times");
  }
  FIRN_OK(kms.Rotate(found.first, call.now, true));
  api::kms::RotateKeyOnDemandOutput output;
  output.key_id = found.first.id;
  return output;
}

}  // namespace firn::services::kms
