// FilterLogEvents: searches the streams of a group.
// Differs from AWS: a pattern is words that must all occur, ?words of which one must, and -words that must not; JSON and
// space-delimited patterns are refused.

#include <algorithm>

#include "base/digest.h"
#include "base/encoding.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

namespace {

// Words an unstructured pattern asks for.
struct Pattern {
  std::vector<std::string> all;
  std::vector<std::string> any;
  std::vector<std::string> none;

  bool Matches(const std::string& message) const {
    const auto occurs = [&](const std::string& word) { return message.find(word) != std::string::npos; };
    return std::all_of(all.begin(), all.end(), occurs) && std::none_of(none.begin(), none.end(), occurs) &&
           (any.empty() || std::any_of(any.begin(), any.end(), occurs));
  }
};

Result<Pattern> ParsePattern(const std::string& text) {
  Pattern pattern;
  size_t at = 0;
  while ((at = text.find_first_not_of(' ', at)) != std::string::npos) {
    if (text[at] == '{' || text[at] == '[' || text[at] == '%') {
      return api_logs::InvalidParameterException("Invalid filter pattern: JSON, space-delimited and regular expression "
                                                 "patterns are not implemented");
    }
    auto* into = &pattern.all;
    if (text[at] == '?' || text[at] == '-') into = text[at++] == '?' ? &pattern.any : &pattern.none;
    const bool quoted = at < text.size() && text[at] == '"';
    if (quoted) ++at;
    const size_t end = std::min(text.find(quoted ? '"' : ' ', at), text.size());
    if (quoted && end == text.size()) return api_logs::InvalidParameterException("Invalid filter pattern");
    if (end > at) into->push_back(text.substr(at, end - at));
    at = end + (quoted ? 1 : 0);
  }
  return pattern;
}

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
  FIRN_TRY(const Pattern pattern, ParsePattern(input.filter_pattern.value_or("")));
  const state::Snapshot snapshot = logs.store.Read();
  FIRN_OK(FindGroup(snapshot, call, group));
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
      if (input.start_time && event.timestamp < *input.start_time) continue;
      if (input.end_time && event.timestamp > *input.end_time) continue;
      if (!pattern.Matches(event.message)) continue;
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
