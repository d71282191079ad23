// GetBucketIntelligentTieringConfiguration: one intelligent tiering configuration of a bucket.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::GetBucketIntelligentTieringConfigurationInput& input) {
  return {BucketNeed("s3:GetIntelligentTieringConfiguration", input.bucket)};
}

Result<api_s3::GetBucketIntelligentTieringConfigurationOutput> Handle(
    S3& s3, const api::Call&, const api_s3::GetBucketIntelligentTieringConfigurationInput& input) {
  FIRN_TRY(auto document,
           GetNumbered<api_s3::IntelligentTieringConfiguration>(s3, input, kIntelligentTiering));
  api_s3::GetBucketIntelligentTieringConfigurationOutput output;
  output.intelligent_tiering_configuration = std::move(document);
  return output;
}

}  // namespace firn::services::s3
