// DescribeKey: what there is to know of a key but its material.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::DescribeKeyInput& input) {
  return {NeedOnKey(kms, call, "DescribeKey", input.key_id, Naming::kKeyOrAlias)};
}

Result<api::kms::DescribeKeyOutput> Handle(Kms& kms, const api::Call& call, const api::kms::DescribeKeyInput& input) {
  FIRN_TRY(const auto found, kms.Find(call, input.key_id, Naming::kKeyOrAlias));
  api::kms::DescribeKeyOutput output;
  output.key_metadata = MetadataOf(found.first, found.second);
  return output;
}

}  // namespace firn::services::kms
