// GetTableEncryption: what a table is encrypted with, fixed when it was made.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"
#include "services/s3tables/storage.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables& s3tables, const api::Call& call,
                      const api_tables::GetTableEncryptionInput& input) {
  return {TableNeed(s3tables, call, "s3tables:GetTableEncryption", input.table_bucket_arn,
                    input.namespace_, input.name)};
}

Result<api_tables::GetTableEncryptionOutput> Handle(
    S3Tables& s3tables, const api::Call& call, const api_tables::GetTableEncryptionInput& input) {
  FIRN_TRY(const auto found,
           TableOf(s3tables, call, s3tables.store.Read(), input, Reach::kOwnAccount));
  return api_tables::GetTableEncryptionOutput{
      EncryptionFor(found.settings.encryption, BucketSettings{})};
}

}  // namespace firn::services::s3tables
