// DeleteObject: removes one object; an absent one is no error.

#include "services/s3/ops.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::DeleteObjectInput& input) {
  return {{"s3:DeleteObject", Arn::S3(input.bucket + "/" + input.key).text(), {}, {}}};
}

Result<api_s3::DeleteObjectOutput> Handle(S3& s3, const api::Call& call, const api_s3::DeleteObjectInput& input) {
  FIRN_OK(OwnBucket(s3, call, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  objects::Conditions conditions;
  if (input.if_match) conditions.if_match = Unquoted(*input.if_match);
  FIRN_OK(s3.objects.Delete(input.bucket, input.key, conditions));
  return api_s3::DeleteObjectOutput{};
}

}  // namespace firn::services::s3
