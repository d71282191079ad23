// DeleteTableReplication: ends the replication of a table.

#include "services/s3tables/ops.h"
#include "services/s3tables/replication.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::DeleteTableReplicationInput& input) {
  return {BucketNeed("s3tables:DeleteTableReplication", input.table_arn)};
}

Result<api_tables::DeleteTableReplicationOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::DeleteTableReplicationInput& input) {
  FIRN_OK(ChangeTable(s3tables, call, input, Reach::kAnyAccount,
                      [&](FoundTable& found) -> Result<void> {
                        auto& replication = found.settings.replication;
                        if (!replication)
                          return api_tables::NotFoundException(
                              "The specified table does not have a replication configuration.");
                        FIRN_OK(CheckVersion(input.version_token, replication->version_token));
                        replication.reset();
                        return {};
                      }));
  return api_tables::DeleteTableReplicationOutput{};
}

}  // namespace firn::services::s3tables
