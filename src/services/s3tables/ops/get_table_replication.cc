// GetTableReplication: where a table is replicated to; 404 while that is nowhere.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::GetTableReplicationInput& input) {
  return {BucketNeed("s3tables:GetTableReplication", input.table_arn)};
}

Result<api_tables::GetTableReplicationOutput> Handle(
    S3Tables& s3tables, const api::Call& call, const api_tables::GetTableReplicationInput& input) {
  FIRN_TRY(const auto found, TableOf(s3tables, call, s3tables.store.Read(), input));
  const auto& replication = found.settings.replication;
  if (!replication)
    return api_tables::NotFoundException(
        "The specified table does not have a replication configuration.");
  return api_tables::GetTableReplicationOutput{replication->version_token,
                                               replication->configuration};
}

}  // namespace firn::services::s3tables
