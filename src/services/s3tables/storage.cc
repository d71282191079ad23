#include "services/s3tables/storage.h"

namespace firn::services::s3tables {

Result<void> CheckStorage(const std::optional<api::s3tables::EncryptionConfiguration>& encryption,
                          const std::optional<api::s3tables::StorageClassConfiguration>& storage) {
  if (encryption && encryption->sse_algorithm != api::s3tables::SSEAlgorithm::kAes256) {
    return Fail(Error{Kind::kUnsupported, "encryption with KMS keys is not implemented", "NotImplemented", 501, {}});
  }
  if (storage && storage->storage_class != api::s3tables::StorageClass::kStandard) {
    return Fail(Error{Kind::kUnsupported, "storage classes other than STANDARD are not implemented", "NotImplemented",
                      501, {}});
  }
  return {};
}

}  // namespace firn::services::s3tables
