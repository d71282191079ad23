#include "services/firehose/encryption.h"

namespace firn::services::firehose {

void AddKeyNeeds(
    const std::optional<api::firehose::DeliveryStreamEncryptionConfigurationInput>& input,
    authz::Needs& needs) {
  // Firehose makes a grant on the key in the caller's name.
  if (input && input->key_arn) needs.push_back({"kms:CreateGrant", *input->key_arn, {}, {}});
}

Result<StreamEncryption> EncryptionOf(
    const api::firehose::DeliveryStreamEncryptionConfigurationInput& input) {
  const bool own = input.key_type == "CUSTOMER_MANAGED_CMK";
  if (own && !input.key_arn) {
    return api::firehose::InvalidArgumentException(
        "KeyARN must be specified when KeyType is CUSTOMER_MANAGED_CMK");
  }
  if (!own && input.key_arn) {
    return api::firehose::InvalidArgumentException(
        "KeyARN must not be specified when KeyType is AWS_OWNED_CMK");
  }
  return StreamEncryption{input.key_type, input.key_arn.value_or(""), true};
}

}  // namespace firn::services::firehose
