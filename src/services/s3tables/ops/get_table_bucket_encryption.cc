// GetTableBucketEncryption: what new tables of the bucket are encrypted with; 404 while nothing is
// set.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::GetTableBucketEncryptionInput& input) {
  return {BucketNeed("s3tables:GetTableBucketEncryption", input.table_bucket_arn)};
}

Result<api_tables::GetTableBucketEncryptionOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::GetTableBucketEncryptionInput& input) {
  FIRN_TRY(const auto found, BucketOf(s3tables, call, s3tables.store.Read(), input.table_bucket_arn,
                                      Reach::kOwnAccount));
  if (!found.settings.encryption) {
    return api_tables::NotFoundException(
        "The specified bucket does not have an encryption configuration.");
  }
  return api_tables::GetTableBucketEncryptionOutput{*found.settings.encryption};
}

}  // namespace firn::services::s3tables
