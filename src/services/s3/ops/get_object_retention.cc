// GetObjectRetention: until when a version is kept.

#include "services/s3/lock.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&,
                      const api_s3::GetObjectRetentionInput& input) {
  return ReadNeeds(s3, {"s3:GetObjectRetention", "s3:GetObjectRetention"}, input.bucket, input.key,
                   input.version_id);
}

Result<api_s3::GetObjectRetentionOutput> Handle(S3& s3, const api::Call&,
                                                const api_s3::GetObjectRetentionInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_OK(NeedsObjectLock(bucket));
  FIRN_TRY(const auto info, FindObject(s3, "GET", input.bucket, input.key, input.version_id));
  if (info.attributes.lock.mode.empty()) return NoSuchLock();
  api_s3::GetObjectRetentionOutput output;
  auto& retention = output.retention.emplace();
  retention.mode = info.attributes.lock.mode;
  retention.retain_until_date = info.attributes.lock.until;
  return output;
}

}  // namespace firn::services::s3
