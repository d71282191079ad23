// CreateTableBucket: makes an empty table bucket.
// Differs from AWS: encryption and storage class are kept and answered, but objects lie on disk as
// they are.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/storage.h"
#include "services/s3tables/tags.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call& call,
                      const api_tables::CreateTableBucketInput& input) {
  authz::Needs needs{
      BucketNeed("s3tables:CreateTableBucket", PlaceOfOwnBucket(call, input.name).arn)};
  const std::string resource = needs[0].resource;
  AddStorageNeeds(needs, resource, "s3tables:PutTableBucketEncryption",
                  input.encryption_configuration, "s3tables:PutTableBucketStorageClass",
                  input.storage_class_configuration);
  AddTagNeed(needs, resource, input.tags);
  return needs;
}

Result<api_tables::CreateTableBucketOutput> Handle(
    S3Tables& s3tables, const api::Call& call, const api_tables::CreateTableBucketInput& input) {
  FIRN_OK(CheckBucketName(input.name));
  if (input.encryption_configuration)
    FIRN_OK(CheckEncryption(*input.encryption_configuration, call.region));
  if (input.tags) FIRN_OK(CheckTags(*input.tags));
  FoundBucket made;
  made.place = PlaceOfOwnBucket(call, input.name);
  made.record.name = input.name;
  made.record.id = s3tables.random.Uuid();
  made.record.created = call.now;
  if (input.tags) made.record.tags = *input.tags;
  made.settings.encryption = input.encryption_configuration;
  made.settings.storage = input.storage_class_configuration;
  FIRN_OK(s3tables.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (transaction.Has(BucketKey(made.place))) {
      return api_tables::ConflictException(
          "The bucket that you tried to create already exists, and you own it.");
    }
    if (IsFull(transaction, BucketPrefix(made.place), s3tables.buckets_max)) {
      return api_tables::BadRequestException(
          "You have attempted to create more table buckets than allowed.");
    }
    state::Save(transaction, BucketKey(made.place), made.record);
    SaveSettings(transaction, made);
    return {};
  }));
  api_tables::CreateTableBucketOutput output;
  output.arn = made.place.arn;
  return output;
}

}  // namespace firn::services::s3tables
