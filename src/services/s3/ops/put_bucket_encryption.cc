// PutBucketEncryption: says how new objects are encrypted.
// Differs from AWS: the document is kept and told; objects are stored as they come

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/rules.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::PutBucketEncryptionInput& input) {
  return {BucketNeed("s3:PutEncryptionConfiguration", input.bucket)};
}

Result<api_s3::PutBucketEncryptionOutput> Handle(S3& s3, const api::Call&,
                                                 const api_s3::PutBucketEncryptionInput& input) {
  api_s3::ServerSideEncryptionConfiguration document = input.server_side_encryption_configuration;
  FIRN_OK(CheckEncryption(document));
  auto& rule = document.rules.front();
  if (!rule.bucket_key_enabled) rule.bucket_key_enabled = false;
  FIRN_OK(PutSetting(s3, input, kEncryption, document));
  return api_s3::PutBucketEncryptionOutput{};
}

}  // namespace firn::services::s3
