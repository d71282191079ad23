// GetBucketReplication: the replication rules of a bucket.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::GetBucketReplicationInput& input) {
  return {BucketNeed("s3:GetReplicationConfiguration", input.bucket)};
}

Result<api_s3::GetBucketReplicationOutput> Handle(S3& s3, const api::Call&,
                                                  const api_s3::GetBucketReplicationInput& input) {
  FIRN_TRY(auto document, GetSetting<api_s3::ReplicationConfiguration>(s3, input, kReplication));
  api_s3::GetBucketReplicationOutput output;
  output.replication_configuration = std::move(document);
  return output;
}

}  // namespace firn::services::s3
