// DeleteTableBucketReplication: ends the replication of a bucket's tables.

#include "services/s3tables/ops.h"
#include "services/s3tables/replication.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::DeleteTableBucketReplicationInput& input) {
  return {BucketNeed("s3tables:DeleteTableBucketReplication", input.table_bucket_arn)};
}

Result<api_tables::DeleteTableBucketReplicationOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::DeleteTableBucketReplicationInput& input) {
  FIRN_OK(ChangeBucket(s3tables, call, input.table_bucket_arn, Reach::kAnyAccount,
                       [&](FoundBucket& found) -> Result<void> {
                         auto& replication = found.settings.replication;
                         if (!replication)
                           return api_tables::NotFoundException(
                               "The specified bucket does not have a replication configuration.");
                         FIRN_OK(CheckVersion(input.version_token, replication->version_token));
                         replication.reset();
                         return {};
                       }));
  return api_tables::DeleteTableBucketReplicationOutput{};
}

}  // namespace firn::services::s3tables
