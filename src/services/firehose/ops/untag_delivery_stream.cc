// UntagDeliveryStream: removes tags from a stream; keys it does not have are ignored.

#include "services/firehose/firehose.h"
#include "services/firehose/ops.h"

namespace firn::services::firehose {

namespace api_firehose = api::firehose;

authz::Needs NeedsFor(const Firehose&, const api::Call& call,
                      const api_firehose::UntagDeliveryStreamInput& input) {
  return StreamNeeds(call, "UntagDeliveryStream", input.delivery_stream_name);
}

Result<api_firehose::UntagDeliveryStreamOutput> Handle(
    Firehose& firehose, const api::Call& call,
    const api_firehose::UntagDeliveryStreamInput& input) {
  FIRN_OK(firehose.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(StreamRecord record, firehose.Find(transaction, call, input.delivery_stream_name));
    for (const std::string& key : input.tag_keys) record.tags.erase(key);
    state::Save(transaction, StreamKey(call.account, call.region, record.name), record);
    return {};
  }));
  return api_firehose::UntagDeliveryStreamOutput{};
}

}  // namespace firn::services::firehose
