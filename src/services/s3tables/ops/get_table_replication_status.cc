// GetTableReplicationStatus: how far a table's replication has come, by destination.
// Differs from AWS: nothing is copied, so every destination is pending.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::GetTableReplicationStatusInput& input) {
  return {BucketNeed("s3tables:GetTableReplicationStatus", input.table_arn)};
}

Result<api_tables::GetTableReplicationStatusOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::GetTableReplicationStatusInput& input) {
  const state::Snapshot snapshot = s3tables.store.Read();
  FIRN_TRY(const auto found, TableOf(s3tables, call, snapshot, input));
  FIRN_TRY(const auto bucket, BucketOf(s3tables, call, snapshot, found.place.arn));
  api_tables::GetTableReplicationStatusOutput output;
  output.source_table_arn = found.record.arn;
  const auto add = [&](const auto& configuration) {
    for (const auto& rule : configuration.rules) {
      for (const auto& destination : rule.destinations) {
        auto& status = output.destinations.emplace_back();
        status.replication_status = api_tables::ReplicationStatus::kPending;
        status.destination_table_bucket_arn = destination.destination_table_bucket_arn;
      }
    }
  };
  // A table's own configuration takes the place of its bucket's.
  if (found.settings.replication) {
    add(found.settings.replication->configuration);
  } else if (bucket.settings.replication) {
    add(bucket.settings.replication->configuration);
  } else {
    return api_tables::NotFoundException(
        "The specified table does not have a replication configuration.");
  }
  return output;
}

}  // namespace firn::services::s3tables
