#include "services/kms/rotation.h"

namespace firn::services::kms {

Result<void> CheckSymmetric(const KeyRecord& record) {
  if (record.spec == "SYMMETRIC_DEFAULT") return {};
  return api::kms::UnsupportedOperationException("You cannot perform this operation on an asymmetric or HMAC key.");
}

Result<void> CheckRotates(const KeyName& name, const KeyRecord& record) {
  FIRN_OK(CheckSymmetric(record));
  if (!record.service.empty()) {
    return api::kms::UnsupportedOperationException("The rotation of an AWS managed key cannot be changed.");
  }
  if (!record.regions.empty() && record.regions.front() != name.region.text()) {
    return api::kms::UnsupportedOperationException(name.arn() + " is a replica: rotate its primary key.");
  }
  return {};
}

}  // namespace firn::services::kms
