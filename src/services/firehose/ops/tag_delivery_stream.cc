// TagDeliveryStream: adds tags to a stream.

#include "services/firehose/firehose.h"
#include "services/firehose/ops.h"
#include "services/firehose/tags.h"

namespace firn::services::firehose {

namespace api_firehose = api::firehose;

authz::Needs NeedsFor(const Firehose&, const api::Call& call,
                      const api_firehose::TagDeliveryStreamInput& input) {
  return StreamNeeds(call, "TagDeliveryStream", input.delivery_stream_name);
}

Result<api_firehose::TagDeliveryStreamOutput> Handle(
    Firehose& firehose, const api::Call& call, const api_firehose::TagDeliveryStreamInput& input) {
  FIRN_OK(firehose.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(StreamRecord record, firehose.Find(transaction, call, input.delivery_stream_name));
    FIRN_OK(MergeTags(input.tags, record.tags));
    state::Save(transaction, StreamKey(call.account, call.region, record.name), record);
    return {};
  }));
  return api_firehose::TagDeliveryStreamOutput{};
}

}  // namespace firn::services::firehose
