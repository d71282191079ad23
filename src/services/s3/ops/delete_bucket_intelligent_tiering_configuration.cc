// DeleteBucketIntelligentTieringConfiguration: removes one intelligent tiering configuration of a
// bucket.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::DeleteBucketIntelligentTieringConfigurationInput& input) {
  return {BucketNeed("s3:PutIntelligentTieringConfiguration", input.bucket)};
}

Result<api_s3::DeleteBucketIntelligentTieringConfigurationOutput> Handle(
    S3& s3, const api::Call&,
    const api_s3::DeleteBucketIntelligentTieringConfigurationInput& input) {
  FIRN_OK(DeleteNumbered(s3, input, kIntelligentTiering));
  return api_s3::DeleteBucketIntelligentTieringConfigurationOutput{};
}

}  // namespace firn::services::s3
