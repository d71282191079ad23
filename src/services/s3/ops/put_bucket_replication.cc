// PutBucketReplication: replaces the replication rules of a bucket.
// Differs from AWS: rules are kept and told; nothing is replicated

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/rules.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::PutBucketReplicationInput& input) {
  return {BucketNeed("s3:PutReplicationConfiguration", input.bucket)};
}

Result<api_s3::PutBucketReplicationOutput> Handle(S3& s3, const api::Call&,
                                                  const api_s3::PutBucketReplicationInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  api_s3::ReplicationConfiguration document = input.replication_configuration;
  FIRN_OK(CheckReplication(s3, bucket, document));
  FIRN_OK(PutSetting(s3, input, kReplication, document));
  return api_s3::PutBucketReplicationOutput{};
}

}  // namespace firn::services::s3
