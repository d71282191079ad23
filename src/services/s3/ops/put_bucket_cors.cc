// PutBucketCors: replaces the rules by which browsers may use the bucket.
// Differs from AWS: preflight requests are not answered

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/rules.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::PutBucketCorsInput& input) {
  return {BucketNeed("s3:PutBucketCORS", input.bucket)};
}

Result<api_s3::PutBucketCorsOutput> Handle(S3& s3, const api::Call&,
                                           const api_s3::PutBucketCorsInput& input) {
  FIRN_OK(CheckCors(input.cors_configuration));
  FIRN_OK(PutSetting(s3, input, kCors, input.cors_configuration));
  return api_s3::PutBucketCorsOutput{};
}

}  // namespace firn::services::s3
