#pragma once

#include "services/kms/kms.h"

namespace firn::services::kms {

// UnsupportedOperationException for keys whose material never changes.
Result<void> CheckSymmetric(const KeyRecord& record);
// The same, and for those whose rotation is not the caller's to change: AWS managed keys, and replicas.
Result<void> CheckRotates(const KeyName& name, const KeyRecord& record);

}  // namespace firn::services::kms
