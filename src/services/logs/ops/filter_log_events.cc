// FilterLogEvents: searches the streams of a group.
// Differs from AWS: regular expressions in patterns are refused.

#include <algorithm>

#include "base/digest.h"
#include "base/encoding.h"
#include "services/logs/filter_pattern.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

namespace {

bool IsWanted(const api_logs::FilterLogEventsInput& input, const std::string& stream) {
  if (input.log_stream_name_prefix && !stream.starts_with(*input.log_stream_name_prefix)) return false;
  if (!input.log_stream_names) return true;
  return std::find(input.log_stream_names->begin(), input.log_stream_names->end(), stream) !=
         input.log_stream_names->end();
}

}  // namespace

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::FilterLogEventsInput& input) {
  const std::string group = GroupNameOf(input.log_group_identifier.value_or(input.log_group_name.value_or("")));
  return {{"logs:FilterLogEvents", GroupArn(call, group).text() + ":*", {}, {}}};
}

Result<api_logs::FilterLogEventsOutput> Handle(Logs& logs, const api::Call& call,
                                               const api_logs::FilterLogEventsInput& input) {
  const std::string group = GroupNameOf(input.log_group_identifier.value_or(input.log_group_name.value_or("")));
  if (input.log_group_name.has_value() == input.log_group_identifier.has_value()) {
    return api_logs::InvalidParameterException("Exactly one of logGroupName and logGroupIdentifier must be given.");
  }
  if (input.log_stream_names && input.log_stream_name_prefix) {
    return api_logs::InvalidParameterException("logStreamNames and logStreamNamePrefix cannot both be given.");
  }
  const auto pattern = FilterPattern::Parse(input.filter_pattern.value_or(""));
  if (!pattern) return api_logs::InvalidParameterException(pattern.error().message);
  const state::Snapshot snapshot = logs.store.Read();
  FIRN_TRY(const auto record, FindGroup(snapshot, call, group));
  const int64_t oldest = std::max(OldestShown(record, call.now), input.start_time.value_or(0));
  FIRN_TRY(const auto streams, state::List<StreamRecord>(snapshot, StreamPrefix(call, group), "", SIZE_MAX));
  struct Found {
    std::string position;
    api_logs::FilteredLogEvent event;
  };
  std::vector<Found> found;
  for (const auto& stream : streams.items) {
    if (!IsWanted(input, stream.value->name)) continue;
    FIRN_TRY(const auto events, state::List<EventRecord>(snapshot, EventPrefix(call, group, stream.value->name), "",
                                                         SIZE_MAX));
    for (const auto& item : events.items) {
      const EventRecord& event = *item.value;
      if (event.timestamp < oldest) continue;
      if (input.end_time && event.timestamp > *input.end_time) continue;
      if (!pattern->Matches(event.message)) continue;
      FIRN_TRY(const auto parts, state::SplitKey(item.key));
      api_logs::FilteredLogEvent entry;
      entry.log_stream_name = stream.value->name;
      entry.timestamp = event.timestamp;
      entry.message = event.message;
      entry.ingestion_time = event.ingestion;
      entry.event_id = HexEncode(Sha256(item.key)).substr(0, 56);
      found.push_back({parts.back() + "/" + stream.value->name, std::move(entry)});
    }
  }
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.position < b.position; });

  FIRN_TRY(const std::string after, PositionOf(input.next_token));
  const auto limit = static_cast<size_t>(input.limit.value_or(10'000));
  api_logs::FilterLogEventsOutput output;
  output.events.emplace();
  output.searched_log_streams.emplace();
  std::string last;
  for (Found& entry : found) {
    if (entry.position <= after) continue;
    if (output.events->size() == limit) {
      output.next_token = TokenOf(last);
      break;
    }
    last = entry.position;
    output.events->push_back(std::move(entry.event));
  }
  return output;
}

}  // namespace firn::services::logs
