// PutRecord: takes one record into a stream.

#include "services/firehose/ingest.h"
#include "services/firehose/ops.h"

namespace firn::services::firehose {

namespace api_firehose = api::firehose;

authz::Needs NeedsFor(const Firehose&, const api::Call& call, const api_firehose::PutRecordInput& input) {
  return StreamNeeds(call, "PutRecord", input.delivery_stream_name);
}

Result<api_firehose::PutRecordOutput> Handle(Firehose& firehose, const api::Call& call,
                                             const api_firehose::PutRecordInput& input) {
  const std::string_view data = input.record.data;
  if (data.size() > kRecordBytesMax) {
    return api_firehose::InvalidArgumentException("Record size exceeds the maximum size limit of 1024000 bytes");
  }
  FIRN_TRY(auto ids, Ingest(firehose, call, "PutRecord", input.delivery_stream_name, {&data, 1}));
  api_firehose::PutRecordOutput output;
  output.record_id = std::move(ids.front());
  output.encrypted = false;
  return output;
}

}  // namespace firn::services::firehose
