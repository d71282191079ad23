#include "services/s3tables/storage.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

Result<void> CheckEncryption(const api_tables::EncryptionConfiguration& encryption,
                             const Region& region) {
  const bool kms = encryption.sse_algorithm == api_tables::SSEAlgorithm::kAwsKms;
  if (kms && !encryption.kms_key_arn) {
    return api_tables::BadRequestException(
        "A KMS key ARN is required when the encryption algorithm is aws:kms.");
  }
  if (!kms && encryption.kms_key_arn) {
    return api_tables::BadRequestException(
        "A KMS key ARN can be specified only when the encryption algorithm is aws:kms.");
  }
  if (!kms) return {};
  const auto key = Arn::Parse(*encryption.kms_key_arn);
  if (!key || key->partition != "aws" || key->region != region.text()) {
    return api_tables::BadRequestException(
        "The KMS key must be in the same Region as the table bucket.");
  }
  return {};
}

void AddStorageNeeds(authz::Needs& needs, const std::string& resource,
                     std::string_view encryption_action,
                     const std::optional<api_tables::EncryptionConfiguration>& encryption,
                     std::string_view storage_action,
                     const std::optional<api_tables::StorageClassConfiguration>& storage) {
  if (encryption) {
    for (authz::Need& need : needs) {
      need.context["s3tables:SSEAlgorithm"] = {encryption->sse_algorithm};
      if (encryption->kms_key_arn) need.context["s3tables:KMSKeyArn"] = {*encryption->kms_key_arn};
    }
    authz::Need need = BucketNeed(encryption_action, resource);
    need.context = needs.front().context;
    needs.push_back(std::move(need));
    if (encryption->kms_key_arn)
      needs.push_back({"kms:DescribeKey", *encryption->kms_key_arn, {}, {}});
  }
  if (storage) {
    authz::Need need = BucketNeed(storage_action, resource);
    need.context = needs.front().context;
    needs.push_back(std::move(need));
  }
}

api_tables::EncryptionConfiguration EncryptionFor(
    const std::optional<api_tables::EncryptionConfiguration>& own, const BucketSettings& bucket) {
  if (own) return *own;
  if (bucket.encryption) return *bucket.encryption;
  api_tables::EncryptionConfiguration encryption;
  encryption.sse_algorithm = api_tables::SSEAlgorithm::kAes256;
  return encryption;
}

api_tables::StorageClassConfiguration StorageFor(
    const std::optional<api_tables::StorageClassConfiguration>& own, const BucketSettings& bucket) {
  if (own) return *own;
  if (bucket.storage) return *bucket.storage;
  api_tables::StorageClassConfiguration storage;
  storage.storage_class = api_tables::StorageClass::kStandard;
  return storage;
}

}  // namespace firn::services::s3tables
