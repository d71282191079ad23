// GetTableEncryption: the encryption of a table: S3's own keys.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables& s3tables, const api::Call& call, const api_tables::GetTableEncryptionInput& input) {
  return {TableNeed(s3tables, call, "s3tables:GetTableEncryption", input.table_bucket_arn, input.namespace_, input.name)};
}

Result<api_tables::GetTableEncryptionOutput> Handle(S3Tables& s3tables, const api::Call& call,
    const api_tables::GetTableEncryptionInput& input) {
  FIRN_TRY(const Place place, PlaceOf(call, input.table_bucket_arn));
  FIRN_OK(s3tables.FindTable(s3tables.store.Read(), place, input.namespace_, input.name));
  api_tables::GetTableEncryptionOutput output;
  output.encryption_configuration.sse_algorithm = api_tables::SSEAlgorithm::kAes256;
  return output;
}

}  // namespace firn::services::s3tables
