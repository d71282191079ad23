// PutBucketIntelligentTieringConfiguration: adds or replaces one intelligent tiering configuration
// of a bucket. Differs from AWS: the document is kept and told, and nothing is done about it

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/rules.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::PutBucketIntelligentTieringConfigurationInput& input) {
  return {BucketNeed("s3:PutIntelligentTieringConfiguration", input.bucket)};
}

Result<api_s3::PutBucketIntelligentTieringConfigurationOutput> Handle(
    S3& s3, const api::Call&, const api_s3::PutBucketIntelligentTieringConfigurationInput& input) {
  FIRN_OK(CheckTiering(input.intelligent_tiering_configuration));
  FIRN_OK(PutNumbered(s3, input, kIntelligentTiering, input.intelligent_tiering_configuration));
  return api_s3::PutBucketIntelligentTieringConfigurationOutput{};
}

}  // namespace firn::services::s3
