// DeleteBucketEncryption: goes back to SSE-S3 for new objects.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::DeleteBucketEncryptionInput& input) {
  return {BucketNeed("s3:PutEncryptionConfiguration", input.bucket)};
}

Result<api_s3::DeleteBucketEncryptionOutput> Handle(
    S3& s3, const api::Call&, const api_s3::DeleteBucketEncryptionInput& input) {
  FIRN_OK(DeleteSetting(s3, input, kEncryption));
  return api_s3::DeleteBucketEncryptionOutput{};
}

}  // namespace firn::services::s3
