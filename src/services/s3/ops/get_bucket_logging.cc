// GetBucketLogging: where access logs would go; nothing by default.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::GetBucketLoggingInput& input) {
  return {BucketNeed("s3:GetBucketLogging", input.bucket)};
}

Result<api_s3::GetBucketLoggingOutput> Handle(S3& s3, const api::Call&,
                                              const api_s3::GetBucketLoggingInput& input) {
  FIRN_TRY(auto document, GetSettingIfAny<api_s3::BucketLoggingStatus>(s3, input, kLogging));
  api_s3::GetBucketLoggingOutput output;
  if (document) output.logging_enabled = std::move(document->logging_enabled);
  return output;
}

}  // namespace firn::services::s3
