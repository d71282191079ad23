// GetBucketCors: the rules by which browsers may use the bucket.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::GetBucketCorsInput& input) {
  return {BucketNeed("s3:GetBucketCORS", input.bucket)};
}

Result<api_s3::GetBucketCorsOutput> Handle(S3& s3, const api::Call&,
                                           const api_s3::GetBucketCorsInput& input) {
  FIRN_TRY(auto document, GetSetting<api_s3::CORSConfiguration>(s3, input, kCors));
  api_s3::GetBucketCorsOutput output;
  output.cors_rules = std::move(document.cors_rules);
  return output;
}

}  // namespace firn::services::s3
