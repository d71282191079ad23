// AbortMultipartUpload: forgets an upload and its parts.

#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&,
                      const api_s3::AbortMultipartUploadInput& input) {
  return {ObjectNeed(s3, "s3:AbortMultipartUpload", input.bucket, input.key, Access::kWrite)};
}

Result<api_s3::AbortMultipartUploadOutput> Handle(S3& s3, const api::Call&,
                                                  const api_s3::AbortMultipartUploadInput& input) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kObjects));
  FIRN_OK(s3.objects.AbortUpload(input.bucket, input.key, input.upload_id));
  return api_s3::AbortMultipartUploadOutput{};
}

}  // namespace firn::services::s3
