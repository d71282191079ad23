// PutObjectLegalHold: holds a version, or lets it go.

#include "services/s3/change.h"
#include "services/s3/lock.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&,
                      const api_s3::PutObjectLegalHoldInput& input) {
  return {ObjectNeed(s3, "s3:PutObjectLegalHold", input.bucket, input.key, Access::kWrite)};
}

Result<api_s3::PutObjectLegalHoldOutput> Handle(S3& s3, const api::Call&,
                                                const api_s3::PutObjectLegalHoldInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_OK(NeedsObjectLock(bucket));
  if (!input.legal_hold || !input.legal_hold->status) return MalformedXml();
  FIRN_OK(ChangeAttributes(s3, input, [&](objects::Attributes& attributes) -> Result<void> {
    attributes.lock.legal_hold = *input.legal_hold->status == "ON";
    return {};
  }));
  return api_s3::PutObjectLegalHoldOutput{};
}

}  // namespace firn::services::s3
