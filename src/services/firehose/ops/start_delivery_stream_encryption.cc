// StartDeliveryStreamEncryption: names the key that records at rest are encrypted with.
// Differs from AWS: the key is kept and shown but not used: records at rest are not encrypted; the
// change is done at once.

#include "services/firehose/encryption.h"
#include "services/firehose/firehose.h"
#include "services/firehose/ops.h"

namespace firn::services::firehose {

namespace api_firehose = api::firehose;

authz::Needs NeedsFor(const Firehose&, const api::Call& call,
                      const api_firehose::StartDeliveryStreamEncryptionInput& input) {
  authz::Needs needs =
      StreamNeeds(call, "StartDeliveryStreamEncryption", input.delivery_stream_name);
  AddKeyNeeds(input.delivery_stream_encryption_configuration_input, needs);
  return needs;
}

Result<api_firehose::StartDeliveryStreamEncryptionOutput> Handle(
    Firehose& firehose, const api::Call& call,
    const api_firehose::StartDeliveryStreamEncryptionInput& input) {
  api_firehose::DeliveryStreamEncryptionConfigurationInput owned;
  owned.key_type = "AWS_OWNED_CMK";
  FIRN_TRY(const StreamEncryption encryption,
           EncryptionOf(input.delivery_stream_encryption_configuration_input.value_or(owned)));
  FIRN_OK(firehose.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(StreamRecord record, firehose.Find(transaction, call, input.delivery_stream_name));
    if (record.status != api_firehose::DeliveryStreamStatus::kActive) {
      return api_firehose::ResourceInUseException("Firehose " + record.name +
                                                  " is not in status ACTIVE");
    }
    record.encryption = encryption;
    state::Save(transaction, StreamKey(call.account, call.region, record.name), record);
    return {};
  }));
  return api_firehose::StartDeliveryStreamEncryptionOutput{};
}

}  // namespace firn::services::firehose
