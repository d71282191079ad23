// DeleteTable: removes a table and all its objects.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables& s3tables, const api::Call& call,
                      const api_tables::DeleteTableInput& input) {
  return {TableNeed(s3tables, call, "s3tables:DeleteTable", input.table_bucket_arn,
                    input.namespace_, input.name)};
}

Result<api_tables::DeleteTableOutput> Handle(S3Tables& s3tables, const api::Call& call,
                                             const api_tables::DeleteTableInput& input) {
  FIRN_TRY(const Place place, PlaceOf(call, input.table_bucket_arn));
  FIRN_OK(s3tables.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const auto table,
             s3tables.FindTable(transaction, place, input.namespace_, input.name));
    if (input.version_token && *input.version_token != table.version_token) {
      return api_tables::ConflictException(
          "Provided version token does not match the table version token.");
    }
    FIRN_OK(s3tables.objects.DeletePrefix(transaction, table.warehouse, ""));
    FIRN_OK(s3tables.objects.DeleteBucket(transaction, table.warehouse));
    transaction.Erase(TableKey(place, input.namespace_, input.name));
    transaction.Erase(TableIdKey(place, table.id));
    EraseSettings(transaction, place, table);
    return {};
  }));
  FIRN_OK(s3tables.TellRemoved(place, input.namespace_, input.name));
  return api_tables::DeleteTableOutput{};
}

}  // namespace firn::services::s3tables
