// DeleteBucketReplication: removes the replication rules of a bucket.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::DeleteBucketReplicationInput& input) {
  return {BucketNeed("s3:PutReplicationConfiguration", input.bucket)};
}

Result<api_s3::DeleteBucketReplicationOutput> Handle(
    S3& s3, const api::Call&, const api_s3::DeleteBucketReplicationInput& input) {
  FIRN_OK(DeleteSetting(s3, input, kReplication));
  return api_s3::DeleteBucketReplicationOutput{};
}

}  // namespace firn::services::s3
