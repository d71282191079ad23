// PutRecordBatch: takes up to 500 records into a stream.
// Differs from AWS: all or none of the records are taken, so FailedPutCount is always 0.

#include "services/firehose/ingest.h"
#include "services/firehose/ops.h"

namespace firn::services::firehose {

namespace api_firehose = api::firehose;

authz::Needs NeedsFor(const Firehose&, const api::Call& call, const api_firehose::PutRecordBatchInput& input) {
  return StreamNeeds(call, "PutRecordBatch", input.delivery_stream_name);
}

Result<api_firehose::PutRecordBatchOutput> Handle(Firehose& firehose, const api::Call& call,
                                                  const api_firehose::PutRecordBatchInput& input) {
  if (input.records.empty() || input.records.size() > kBatchRecordsMax) {
    return api_firehose::InvalidArgumentException("Records size must be between 1 and 500");
  }
  std::vector<std::string_view> records;
  records.reserve(input.records.size());
  size_t bytes = 0;
  for (const auto& record : input.records) {
    if (record.data.size() > kRecordBytesMax) {
      return api_firehose::InvalidArgumentException("Record size exceeds the maximum size limit of 1024000 bytes");
    }
    bytes += record.data.size();
    records.push_back(record.data);
  }
  if (bytes > kBatchBytesMax) {
    return api_firehose::InvalidArgumentException("Records size exceeds 4 MB limit");
  }
  FIRN_TRY(auto ids, Ingest(firehose, call, "PutRecordBatch", input.delivery_stream_name, records));
  api_firehose::PutRecordBatchOutput output;
  output.encrypted = false;
  output.request_responses.resize(ids.size());
  for (size_t i = 0; i < ids.size(); ++i) output.request_responses[i].record_id = std::move(ids[i]);
  return output;
}

}  // namespace firn::services::firehose
