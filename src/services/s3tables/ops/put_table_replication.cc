// PutTableReplication: sets where a table is replicated to.
// Differs from AWS: the configuration is kept, versioned and answered; nothing is copied.

#include "base/encoding.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/replication.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::PutTableReplicationInput& input) {
  return {BucketNeed("s3tables:PutTableReplication", input.table_arn),
          PassRoleNeed(input.configuration.role)};
}

Result<api_tables::PutTableReplicationOutput> Handle(
    S3Tables& s3tables, const api::Call& call, const api_tables::PutTableReplicationInput& input) {
  const std::string next = HexEncode(s3tables.random.Bytes(10));
  FIRN_OK(s3tables.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(FoundTable found, TableOf(s3tables, call, transaction, input));
    auto& replication = found.settings.replication;
    FIRN_OK(CheckVersion(input.version_token, replication ? replication->version_token : ""));
    for (const auto& rule : input.configuration.rules) {
      FIRN_OK(CheckDestinations(s3tables, call, transaction, found.place, rule.destinations));
    }
    replication = TableReplication{next, input.configuration};
    SaveSettings(transaction, found);
    return {};
  }));
  return api_tables::PutTableReplicationOutput{
      next, std::string(api_tables::ReplicationStatus::kPending)};
}

}  // namespace firn::services::s3tables
