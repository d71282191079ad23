// GetTableBucketEncryption: the encryption set on a table bucket; none can be set here, so 404 as on AWS.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&, const api_tables::GetTableBucketEncryptionInput& input) {
  return {BucketNeed("s3tables:GetTableBucketEncryption", input.table_bucket_arn)};
}

Result<api_tables::GetTableBucketEncryptionOutput> Handle(S3Tables& s3tables, const api::Call& call,
    const api_tables::GetTableBucketEncryptionInput& input) {
  FIRN_TRY(const Place place, PlaceOf(call, input.table_bucket_arn));
  FIRN_OK(s3tables.FindBucket(s3tables.store.Read(), place));
  return api_tables::NotFoundException("The specified bucket does not have an encryption configuration.");
}

}  // namespace firn::services::s3tables
