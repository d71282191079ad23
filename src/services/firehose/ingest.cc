#include "services/firehose/ingest.h"

#include <cstdio>

#include "base/log.h"

namespace firn::services::firehose {

Result<std::vector<std::string>> Ingest(Firehose& firehose, const api::Call& call, std::string_view operation,
                                        std::string_view name, std::span<const std::string_view> records) {
  const Duration begin = sys::Uptime();
  FIRN_TRY(const auto record, state::LoadShared<StreamRecord>(firehose.with.store.Read(),
                                                              StreamKey(call.account, call.region, name)));
  if (record == nullptr || record->status != api::firehose::DeliveryStreamStatus::kActive) {
    return api::firehose::ResourceNotFoundException("Firehose " + std::string(name) + " under account " +
                                                    call.account.text() + " not found.");
  }
  FIRN_TRY(const auto stream, firehose.Open(call.account, call.region, *record));
  auto first = stream->log->Append(records, firehose.with.clock.Now());
  if (!first) {
    Log(LogLevel::kWarning, "records were refused", {{"stream", stream->arn}, {"error", first.error().message}});
    return api::firehose::ServiceUnavailableException("Slow down.");
  }
  std::vector<std::string> ids;
  ids.reserve(records.size());
  size_t bytes = 0;
  for (size_t i = 0; i < records.size(); ++i) {
    char number[24];
    std::snprintf(number, sizeof number, "%020llu", static_cast<unsigned long long>(*first + i));
    ids.push_back(stream->id + number);
    bytes += records[i].size();
  }
  firehose.CountPut(*stream, operation, operation == "PutRecord" ? 0 : records.size(), bytes, sys::Uptime() - begin);
  firehose.Arrived(*stream, *record);
  return ids;
}

}  // namespace firn::services::firehose
