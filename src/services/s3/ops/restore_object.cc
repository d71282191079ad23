// RestoreObject: makes an object of an archived class readable for some days, at once.
// Differs from AWS: restoring takes no time, is answered by 202 the second time too, and SELECT is
// refused.

#include "services/s3/attributes.h"
#include "services/s3/change.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::RestoreObjectInput& input) {
  return {ObjectNeed(s3, "s3:RestoreObject", input.bucket, input.key, Access::kWrite)};
}

Result<api_s3::RestoreObjectOutput> Handle(S3& s3, const api::Call& call,
                                           const api_s3::RestoreObjectInput& input) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  if (!input.restore_request) return MalformedXml();
  if (input.restore_request->type || input.restore_request->select_parameters) {
    return NotImplementedHere("SELECT restores");
  }
  FIRN_OK(ChangeAttributes(s3, input, [&](objects::Attributes& attributes) -> Result<void> {
    const bool archived =
        attributes.storage_class == "GLACIER" || attributes.storage_class == "DEEP_ARCHIVE";
    if (!archived) {
      return WithField(S3Error(Kind::kDenied, "InvalidObjectState", 403,
                               "Restore is not allowed for the object's current storage class"),
                       "StorageClass", StorageClassOf(attributes));
    }
    if (!input.restore_request->days) return MalformedXml();
    if (*input.restore_request->days < 1) {
      return InvalidArgument("Restoration days should be at least 1");
    }
    attributes.restored_until = call.now + std::chrono::hours(24) * *input.restore_request->days;
    return {};
  }));
  return api_s3::RestoreObjectOutput{};
}

}  // namespace firn::services::s3
