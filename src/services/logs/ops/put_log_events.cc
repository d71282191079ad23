// PutLogEvents: appends events to a stream.

#include <algorithm>
#include <cstdio>

#include "services/logs/limits.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

namespace {

constexpr size_t kBatchBytesMax = 1'048'576;
constexpr size_t kEventOverhead = 26;  // bytes that AWS counts for each event beside its message
constexpr std::chrono::milliseconds kPastMax = std::chrono::hours(24 * 14);
constexpr std::chrono::milliseconds kFutureMax = std::chrono::hours(2);
constexpr std::chrono::milliseconds kSpanMax = std::chrono::hours(24);

Result<void> CheckBatch(const api_logs::PutLogEventsInput& input) {
  size_t bytes = 0;
  for (size_t i = 0; i < input.log_events.size(); ++i) {
    bytes += input.log_events[i].message.size() + kEventOverhead;
    if (i > 0 && input.log_events[i].timestamp < input.log_events[i - 1].timestamp) {
      return api_logs::InvalidParameterException(
          "Log events in a single PutLogEvents request must be in chronological order.");
    }
  }
  if (bytes > kBatchBytesMax) {
    return api_logs::InvalidParameterException("Upload too large: " + std::to_string(bytes) +
                                               " bytes exceeds limit of 1048576");
  }
  if (!input.log_events.empty() &&
      input.log_events.back().timestamp - input.log_events.front().timestamp > kSpanMax.count()) {
    return api_logs::InvalidParameterException(
        "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
  return {};
}

// 56 digits, as clients of old expect; nothing checks it any more.
std::string SequenceToken(int64_t sequence) {
  char text[64];
  std::snprintf(text, sizeof text, "%056lld", static_cast<long long>(sequence));
  return text;
}

// Removes some events of a stream that its group's retention no longer shows.
void Prune(state::Transaction& transaction, const std::string& prefix, int64_t oldest) {
  if (oldest <= 0) return;
  char text[32];
  std::snprintf(text, sizeof text, "%019lld", static_cast<long long>(oldest));
  const std::string first_shown = state::KeyBeginning(prefix, text);
  std::vector<std::string> expired;
  transaction.ForEachPrefix(prefix, "", [&](std::string_view key, std::string_view) {
    if (key >= first_shown || expired.size() == kPrunedPerPut) return false;
    expired.emplace_back(key);
    return true;
  });
  for (const std::string& key : expired) transaction.Erase(key);
}

}  // namespace

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::PutLogEventsInput& input) {
  return {{"logs:PutLogEvents", StreamArn(call, input.log_group_name, input.log_stream_name).text(), {}, {}}};
}

Result<api_logs::PutLogEventsOutput> Handle(Logs& logs, const api::Call& call,
                                            const api_logs::PutLogEventsInput& input) {
  FIRN_OK(CheckBatch(input));
  const int64_t now = EpochMillis(call.now);
  api_logs::PutLogEventsOutput output;
  api_logs::RejectedLogEventsInfo rejected;
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto group, FindGroup(transaction, call, input.log_group_name));
    FIRN_TRY(auto stream, FindStream(transaction, call, input.log_group_name, input.log_stream_name));
    const int64_t expired = OldestShown(group, call.now);
    for (size_t i = 0; i < input.log_events.size(); ++i) {
      const auto& event = input.log_events[i];
      if (event.timestamp < now - kPastMax.count()) {
        rejected.too_old_log_event_end_index = static_cast<int32_t>(i + 1);
        continue;
      }
      if (event.timestamp < expired) {
        rejected.expired_log_event_end_index = static_cast<int32_t>(i + 1);
        continue;
      }
      if (event.timestamp > now + kFutureMax.count()) {
        if (!rejected.too_new_log_event_start_index) rejected.too_new_log_event_start_index = static_cast<int32_t>(i);
        continue;
      }
      EventRecord record{event.timestamp, now, event.message};
      state::Save(transaction,
                  EventKey(call, input.log_group_name, input.log_stream_name, event.timestamp, stream.next_sequence++),
                  record);
      stream.first_event = std::min(stream.first_event.value_or(event.timestamp), event.timestamp);
      stream.last_event = std::max(stream.last_event.value_or(event.timestamp), event.timestamp);
      group.stored_bytes += static_cast<int64_t>(event.message.size() + kEventOverhead);
    }
    stream.last_ingestion = now;
    Prune(transaction, EventPrefix(call, input.log_group_name, input.log_stream_name), expired);
    state::Save(transaction, StreamKey(call, input.log_group_name, input.log_stream_name), stream);
    state::Save(transaction, GroupKey(call, input.log_group_name), group);
    output.next_sequence_token = SequenceToken(stream.next_sequence);
    return {};
  }));
  if (rejected.too_new_log_event_start_index || rejected.too_old_log_event_end_index ||
      rejected.expired_log_event_end_index) {
    output.rejected_log_events_info = rejected;
  }
  return output;
}

}  // namespace firn::services::logs
