// PutBucketLogging: says where access logs would go.
// Differs from AWS: the document is kept and told; no logs are written

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/rules.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::PutBucketLoggingInput& input) {
  return {BucketNeed("s3:PutBucketLogging", input.bucket)};
}

Result<api_s3::PutBucketLoggingOutput> Handle(S3& s3, const api::Call&,
                                              const api_s3::PutBucketLoggingInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_OK(CheckLogging(s3, bucket, input.bucket_logging_status));
  FIRN_OK(PutSetting(s3, input, kLogging, input.bucket_logging_status));
  return api_s3::PutBucketLoggingOutput{};
}

}  // namespace firn::services::s3
