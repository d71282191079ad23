// GetTableBucketReplication: where a bucket's tables are replicated to; 404 while that is nowhere.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::GetTableBucketReplicationInput& input) {
  return {BucketNeed("s3tables:GetTableBucketReplication", input.table_bucket_arn)};
}

Result<api_tables::GetTableBucketReplicationOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::GetTableBucketReplicationInput& input) {
  FIRN_TRY(const auto found,
           BucketOf(s3tables, call, s3tables.store.Read(), input.table_bucket_arn));
  const auto& replication = found.settings.replication;
  if (!replication)
    return api_tables::NotFoundException(
        "The specified bucket does not have a replication configuration.");
  return api_tables::GetTableBucketReplicationOutput{replication->version_token,
                                                     replication->configuration};
}

}  // namespace firn::services::s3tables
