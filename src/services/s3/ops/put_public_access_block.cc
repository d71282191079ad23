// PutPublicAccessBlock: says what public access is blocked.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::PutPublicAccessBlockInput& input) {
  return {BucketNeed("s3:PutBucketPublicAccessBlock", input.bucket)};
}

Result<api_s3::PutPublicAccessBlockOutput> Handle(S3& s3, const api::Call&,
                                                  const api_s3::PutPublicAccessBlockInput& input) {
  const auto& asked = input.public_access_block_configuration;
  const bool empty = !asked.block_public_acls && !asked.ignore_public_acls &&
                     !asked.block_public_policy && !asked.restrict_public_buckets;
  if (empty) return InvalidRequest("Must specify at least one configuration.");
  const api_s3::PublicAccessBlockConfiguration document{
      asked.block_public_acls.value_or(false), asked.ignore_public_acls.value_or(false),
      asked.block_public_policy.value_or(false), asked.restrict_public_buckets.value_or(false)};
  FIRN_OK(PutSetting(s3, input, kPublicAccess, document));
  return api_s3::PutPublicAccessBlockOutput{};
}

}  // namespace firn::services::s3
