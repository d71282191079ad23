// ListTagsForDeliveryStream: the tags of a stream, by key.

#include "services/firehose/firehose.h"
#include "services/firehose/ops.h"

namespace firn::services::firehose {

namespace api_firehose = api::firehose;

authz::Needs NeedsFor(const Firehose&, const api::Call& call,
                      const api_firehose::ListTagsForDeliveryStreamInput& input) {
  return StreamNeeds(call, "ListTagsForDeliveryStream", input.delivery_stream_name);
}

Result<api_firehose::ListTagsForDeliveryStreamOutput> Handle(
    Firehose& firehose, const api::Call& call,
    const api_firehose::ListTagsForDeliveryStreamInput& input) {
  FIRN_TRY(const StreamRecord record,
           firehose.Find(firehose.with.store.Read(), call, input.delivery_stream_name));
  const auto limit = static_cast<size_t>(input.limit.value_or(static_cast<int32_t>(kTagsMax)));
  api_firehose::ListTagsForDeliveryStreamOutput output;
  for (auto tag = record.tags.upper_bound(input.exclusive_start_tag_key.value_or(""));
       tag != record.tags.end(); ++tag) {
    if (output.tags.size() == limit) {
      output.has_more_tags = true;
      break;
    }
    output.tags.push_back({tag->first, tag->second});
  }
  return output;
}

}  // namespace firn::services::firehose
