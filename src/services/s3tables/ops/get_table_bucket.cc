// GetTableBucket: describes a table bucket.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::GetTableBucketInput& input) {
  return {BucketNeed("s3tables:GetTableBucket", input.table_bucket_arn)};
}

Result<api_tables::GetTableBucketOutput> Handle(S3Tables& s3tables, const api::Call& call,
                                                const api_tables::GetTableBucketInput& input) {
  FIRN_TRY(const Place place, PlaceOf(call, input.table_bucket_arn));
  FIRN_TRY(const auto bucket, s3tables.FindBucket(s3tables.store.Read(), place));
  api_tables::GetTableBucketOutput output;
  output.arn = place.arn;
  output.name = bucket.name;
  output.owner_account_id = place.account.text();
  output.created_at = bucket.created;
  output.table_bucket_id = bucket.id;
  output.type = api_tables::TableBucketType::kCustomer;
  return output;
}

}  // namespace firn::services::s3tables
