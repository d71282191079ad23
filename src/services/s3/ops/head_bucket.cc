// HeadBucket: whether a bucket exists and may be used.

#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::HeadBucketInput& input) {
  return {BucketNeed("s3:ListBucket", input.bucket)};
}

Result<api_s3::HeadBucketOutput> Handle(S3& s3, const api::Call&,
                                        const api_s3::HeadBucketInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  api_s3::HeadBucketOutput output;
  output.bucket_arn = Arn::S3(input.bucket).text();
  output.bucket_region = bucket.region.text();
  output.access_point_alias = false;
  return output;
}

}  // namespace firn::services::s3
