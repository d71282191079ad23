// GenerateRandom: random bytes.
// Differs from AWS: CustomKeyStoreId and Recipient are refused.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms&, const api::Call&, const api::kms::GenerateRandomInput&) {
  return {NeedOnAll("GenerateRandom")};
}

Result<api::kms::GenerateRandomOutput> Handle(Kms& kms, const api::Call&, const api::kms::GenerateRandomInput& input) {
  FIRN_OK(CheckAbsent(input.recipient.has_value(), "Recipient"));
  FIRN_OK(CheckAbsent(input.custom_key_store_id.has_value(), "CustomKeyStoreId"));
  if (!input.number_of_bytes) return Fail(Kind::kInvalid, "NumberOfBytes is required.");
  api::kms::GenerateRandomOutput output;
  output.plaintext = kms.random.Bytes(static_cast<size_t>(*input.number_of_bytes));
  return output;
}

}  // namespace firn::services::kms
