// RestoreObject: refused for every object: nothing is kept in an archive.
// Differs from AWS: objects of the classes GLACIER and DEEP_ARCHIVE can be read at once, so they
// need no restoring either.

#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::RestoreObjectInput& input) {
  return {ObjectNeed(s3, "s3:RestoreObject", input.bucket, input.key, Access::kWrite)};
}

Result<api_s3::RestoreObjectOutput> Handle(S3& s3, const api::Call&,
                                           const api_s3::RestoreObjectInput& input) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_TRY(const auto info, FindObject(s3, "POST", input.bucket, input.key, input.version_id));
  return WithField(S3Error(Kind::kDenied, "InvalidObjectState", 403,
                           "Restore is not allowed for the object's current storage class"),
                   "StorageClass", StorageClassOf(info.attributes));
}

}  // namespace firn::services::s3
