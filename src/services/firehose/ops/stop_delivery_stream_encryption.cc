// StopDeliveryStreamEncryption: ends the encryption of records at rest.
// Differs from AWS: the change is done at once.

#include "services/firehose/firehose.h"
#include "services/firehose/ops.h"

namespace firn::services::firehose {

namespace api_firehose = api::firehose;

authz::Needs NeedsFor(const Firehose&, const api::Call& call,
                      const api_firehose::StopDeliveryStreamEncryptionInput& input) {
  return StreamNeeds(call, "StopDeliveryStreamEncryption", input.delivery_stream_name);
}

Result<api_firehose::StopDeliveryStreamEncryptionOutput> Handle(
    Firehose& firehose, const api::Call& call,
    const api_firehose::StopDeliveryStreamEncryptionInput& input) {
  FIRN_OK(firehose.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(StreamRecord record, firehose.Find(transaction, call, input.delivery_stream_name));
    if (record.status != api_firehose::DeliveryStreamStatus::kActive) {
      return api_firehose::ResourceInUseException("Firehose " + record.name +
                                                  " is not in status ACTIVE");
    }
    if (!record.encryption) return {};
    record.encryption->enabled = false;
    state::Save(transaction, StreamKey(call.account, call.region, record.name), record);
    return {};
  }));
  return api_firehose::StopDeliveryStreamEncryptionOutput{};
}

}  // namespace firn::services::firehose
