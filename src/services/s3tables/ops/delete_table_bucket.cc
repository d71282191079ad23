// DeleteTableBucket: removes an empty table bucket.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::DeleteTableBucketInput& input) {
  return {BucketNeed("s3tables:DeleteTableBucket", input.table_bucket_arn)};
}

Result<api_tables::DeleteTableBucketOutput> Handle(
    S3Tables& s3tables, const api::Call& call, const api_tables::DeleteTableBucketInput& input) {
  FIRN_TRY(const Place place, PlaceOf(call, input.table_bucket_arn));
  FIRN_OK(s3tables.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(s3tables.FindBucket(transaction, place));
    bool empty = true;
    transaction.ForEachPrefix(NamespacePrefix(place), "", [&](std::string_view, std::string_view) {
      empty = false;
      return false;
    });
    if (!empty)
      return api_tables::ConflictException("The bucket that you tried to delete is not empty.");
    transaction.Erase(BucketKey(place));
    EraseSettings(transaction, place);
    return {};
  }));
  return api_tables::DeleteTableBucketOutput{};
}

}  // namespace firn::services::s3tables
