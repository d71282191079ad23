// DeleteDeliveryStream: stops taking records, delivers those that wait, then removes the stream.
// Differs from AWS: records that cannot be delivered are dropped a minute after the deletion was
// asked for.

#include "services/firehose/firehose.h"
#include "services/firehose/ops.h"

namespace firn::services::firehose {

namespace api_firehose = api::firehose;

authz::Needs NeedsFor(const Firehose&, const api::Call& call,
                      const api_firehose::DeleteDeliveryStreamInput& input) {
  return StreamNeeds(call, "DeleteDeliveryStream", input.delivery_stream_name);
}

Result<api_firehose::DeleteDeliveryStreamOutput> Handle(
    Firehose& firehose, const api::Call& call,
    const api_firehose::DeleteDeliveryStreamInput& input) {
  FIRN_OK(firehose.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(StreamRecord record, firehose.Find(transaction, call, input.delivery_stream_name));
    if (record.status == api_firehose::DeliveryStreamStatus::kDeleting) return {};
    record.status = api_firehose::DeliveryStreamStatus::kDeleting;
    record.deleting_since = call.now;
    state::Save(transaction, StreamKey(call.account, call.region, record.name), record);
    return {};
  }));
  firehose.Wake();
  return api_firehose::DeleteDeliveryStreamOutput{};
}

}  // namespace firn::services::firehose
