// GetPublicAccessBlock: what public access is blocked; all of it by default.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::GetPublicAccessBlockInput& input) {
  return {BucketNeed("s3:GetBucketPublicAccessBlock", input.bucket)};
}

Result<api_s3::GetPublicAccessBlockOutput> Handle(S3& s3, const api::Call&,
                                                  const api_s3::GetPublicAccessBlockInput& input) {
  FIRN_TRY(auto document,
           GetSettingIfAny<api_s3::PublicAccessBlockConfiguration>(s3, input, kPublicAccess));
  if (!document) document = api_s3::PublicAccessBlockConfiguration{true, true, true, true};
  // A document without members stands for one that was deleted.
  if (!document->block_public_acls) return MissingSetting(kPublicAccess, input.bucket);
  api_s3::GetPublicAccessBlockOutput output;
  output.public_access_block_configuration = std::move(document);
  return output;
}

}  // namespace firn::services::s3
