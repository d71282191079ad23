// GetObjectAcl: the access control list of an object or a version.

#include "services/s3/access.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::GetObjectAclInput& input) {
  return ReadNeeds(s3, {"s3:GetObjectAcl", "s3:GetObjectVersionAcl"}, input.bucket, input.key,
                   input.version_id);
}

Result<api_s3::GetObjectAclOutput> Handle(S3& s3, const api::Call&,
                                          const api_s3::GetObjectAclInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_TRY(const auto info, FindObject(s3, "GET", input.bucket, input.key, input.version_id));
  api_s3::GetObjectAclOutput output;
  output.owner = OwnerOf(bucket);
  output.grants = ToldGrants(info.attributes.grants, *output.owner->id);
  return output;
}

}  // namespace firn::services::s3
