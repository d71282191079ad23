// GetObjectLegalHold: whether a version is held.

#include "services/s3/lock.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&,
                      const api_s3::GetObjectLegalHoldInput& input) {
  return ReadNeeds(s3, {"s3:GetObjectLegalHold", "s3:GetObjectLegalHold"}, input.bucket, input.key,
                   input.version_id);
}

Result<api_s3::GetObjectLegalHoldOutput> Handle(S3& s3, const api::Call&,
                                                const api_s3::GetObjectLegalHoldInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_OK(NeedsObjectLock(bucket));
  FIRN_TRY(const auto info, FindObject(s3, "GET", input.bucket, input.key, input.version_id));
  api_s3::GetObjectLegalHoldOutput output;
  output.legal_hold.emplace().status = info.attributes.lock.legal_hold ? "ON" : "OFF";
  return output;
}

}  // namespace firn::services::s3
