// GetBucketEncryption: how new objects are encrypted; SSE-S3 until something else is put.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::GetBucketEncryptionInput& input) {
  return {BucketNeed("s3:GetEncryptionConfiguration", input.bucket)};
}

Result<api_s3::GetBucketEncryptionOutput> Handle(S3& s3, const api::Call&,
                                                 const api_s3::GetBucketEncryptionInput& input) {
  FIRN_TRY(auto document,
           GetSettingIfAny<api_s3::ServerSideEncryptionConfiguration>(s3, input, kEncryption));
  if (!document) {
    auto& rule = document.emplace().rules.emplace_back();
    rule.apply_server_side_encryption_by_default.emplace().sse_algorithm = "AES256";
    rule.bucket_key_enabled = false;
  }
  api_s3::GetBucketEncryptionOutput output;
  output.server_side_encryption_configuration = std::move(document);
  return output;
}

}  // namespace firn::services::s3
