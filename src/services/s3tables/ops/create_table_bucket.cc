// CreateTableBucket: makes an empty table bucket.
// Differs from AWS: encryption with KMS keys and storage classes other than STANDARD are refused; no quota of ten.

#include "services/s3tables/storage.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call& call, const api_tables::CreateTableBucketInput& input) {
  authz::Needs needs{BucketNeed("s3tables:CreateTableBucket", PlaceOfOwnBucket(call, input.name).arn)};
  if (input.tags && !input.tags->empty()) needs.push_back(BucketNeed("s3tables:TagResource", needs[0].resource));
  if (input.encryption_configuration) {
    needs.push_back(BucketNeed("s3tables:PutTableBucketEncryption", needs[0].resource));
  }
  return needs;
}

Result<api_tables::CreateTableBucketOutput> Handle(S3Tables& s3tables, const api::Call& call,
    const api_tables::CreateTableBucketInput& input) {
  FIRN_OK(CheckBucketName(input.name));
  FIRN_OK(CheckStorage(input.encryption_configuration, input.storage_class_configuration));
  const Place place = PlaceOfOwnBucket(call, input.name);
  BucketRecord bucket;
  bucket.name = input.name;
  bucket.id = s3tables.random.Uuid();
  bucket.created = call.now;
  if (input.tags) bucket.tags = *input.tags;
  FIRN_OK(s3tables.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (transaction.Has(BucketKey(place))) {
      return api_tables::ConflictException("The bucket that you tried to create already exists, and you own it.");
    }
    state::Save(transaction, BucketKey(place), bucket);
    return {};
  }));
  api_tables::CreateTableBucketOutput output;
  output.arn = place.arn;
  return output;
}

}  // namespace firn::services::s3tables
