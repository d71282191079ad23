// PutObjectAcl: replaces the access control list of an object or a version, where the bucket allows
// lists. Differs from AWS: grants to single accounts are kept and told, and open nothing.

#include "services/s3/access.h"
#include "services/s3/change.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::PutObjectAclInput& input) {
  return {VersionedNeed(s3, {"s3:PutObjectAcl", "s3:PutObjectVersionAcl"}, input.bucket, input.key,
                        input.version_id, Access::kRead)};
}

Result<api_s3::PutObjectAclOutput> Handle(S3& s3, const api::Call&,
                                          const api_s3::PutObjectAclInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  const AclRequest request = AclRequestOf(input);
  if (request.empty()) {
    return S3Error(Kind::kInvalid, "MissingSecurityHeader", 400,
                   "Your request was missing a required header");
  }
  FIRN_TRY(const auto grants, GrantsFor(s3, bucket, request));
  FIRN_OK(ChangeAttributes(s3, input, [&](objects::Attributes& attributes) -> Result<void> {
    attributes.grants = grants;
    return {};
  }));
  return api_s3::PutObjectAclOutput{};
}

}  // namespace firn::services::s3
