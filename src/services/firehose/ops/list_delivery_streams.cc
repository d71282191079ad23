// ListDeliveryStreams: the names of the account's streams in this region, in order.

#include "services/firehose/firehose.h"
#include "services/firehose/ops.h"

namespace firn::services::firehose {

namespace api_firehose = api::firehose;

authz::Needs NeedsFor(const Firehose&, const api::Call&,
                      const api_firehose::ListDeliveryStreamsInput&) {
  return {{"firehose:ListDeliveryStreams", "*", {}, {}}};
}

Result<api_firehose::ListDeliveryStreamsOutput> Handle(
    Firehose& firehose, const api::Call& call,
    const api_firehose::ListDeliveryStreamsInput& input) {
  constexpr int32_t kLimitDefault = 10;
  api_firehose::ListDeliveryStreamsOutput output;
  if (input.delivery_stream_type.value_or("DirectPut") != "DirectPut") return output;
  std::string after;
  if (input.exclusive_start_delivery_stream_name) {
    after = StreamKey(call.account, call.region, *input.exclusive_start_delivery_stream_name);
  }
  const auto limit = static_cast<size_t>(input.limit.value_or(kLimitDefault));
  FIRN_TRY(const auto page,
           state::List<StreamRecord>(firehose.with.store.Read(),
                                     StreamPrefix(call.account, call.region), after, limit));
  for (const auto& item : page.items) output.delivery_stream_names.push_back(item.value->name);
  output.has_more_delivery_streams = page.more;
  return output;
}

}  // namespace firn::services::firehose
