// ListBucketIntelligentTieringConfigurations: the intelligent tiering configurations of a bucket,
// page by page.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::ListBucketIntelligentTieringConfigurationsInput& input) {
  return {BucketNeed("s3:GetIntelligentTieringConfiguration", input.bucket)};
}

Result<api_s3::ListBucketIntelligentTieringConfigurationsOutput> Handle(
    S3& s3, const api::Call&,
    const api_s3::ListBucketIntelligentTieringConfigurationsInput& input) {
  api_s3::ListBucketIntelligentTieringConfigurationsOutput output;
  FIRN_TRY(auto documents, ListNumbered<api_s3::IntelligentTieringConfiguration>(
                               s3, input, kIntelligentTiering, output));
  if (!documents.empty()) output.intelligent_tiering_configuration_list = std::move(documents);
  return output;
}

}  // namespace firn::services::s3
