// PutBucketVersioning: begins to keep versions, or stops.
// Differs from AWS: MFA delete is refused

#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::PutBucketVersioningInput& input) {
  return {BucketNeed("s3:PutBucketVersioning", input.bucket)};
}

Result<api_s3::PutBucketVersioningOutput> Handle(S3& s3, const api::Call&,
                                                 const api_s3::PutBucketVersioningInput& input) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  const auto& asked = input.versioning_configuration;
  if (!asked.status) return MalformedXml();
  if (input.mfa || asked.mfa_delete == "Enabled") return NotImplementedHere("MFA delete");
  FIRN_OK(s3.objects.UpdateBucket(input.bucket, [&](objects::Bucket& bucket) -> Result<void> {
    if (bucket.object_lock && *asked.status != objects::kVersioned) {
      return S3Error(Kind::kConflict, "InvalidBucketState", 409,
                     "An Object Lock configuration is present on this bucket, so the versioning "
                     "state cannot be changed.");
    }
    bucket.versioning = *asked.status;
    return {};
  }));
  return api_s3::PutBucketVersioningOutput{};
}

}  // namespace firn::services::s3
