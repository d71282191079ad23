// GetLogEvents: reads one stream, forwards or backwards.

#include <algorithm>

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::GetLogEventsInput& input) {
  const std::string group = GroupNameOf(input.log_group_identifier.value_or(input.log_group_name.value_or("")));
  return {{"logs:GetLogEvents", StreamArn(call, group, input.log_stream_name).text(), {}, {}}};
}

Result<api_logs::GetLogEventsOutput> Handle(Logs& logs, const api::Call& call,
                                            const api_logs::GetLogEventsInput& input) {
  const std::string group = GroupNameOf(input.log_group_identifier.value_or(input.log_group_name.value_or("")));
  if (input.log_group_name.has_value() == input.log_group_identifier.has_value()) {
    return api_logs::InvalidParameterException("Exactly one of logGroupName and logGroupIdentifier must be given.");
  }
  const state::Snapshot snapshot = logs.store.Read();
  FIRN_TRY(const auto record, FindGroup(snapshot, call, group));
  const int64_t oldest = std::max(OldestShown(record, call.now), input.start_time.value_or(0));
  FIRN_OK(FindStream(snapshot, call, group, input.log_stream_name));
  const auto position = PositionOf(input.next_token);
  if (!position) return Fail(position.error());
  const std::string direction = position->substr(0, 1);
  if (!direction.empty() && direction != "f" && direction != "b") {
    return api_logs::InvalidParameterException("The specified nextToken is invalid.");
  }
  const bool forward = direction.empty() ? input.start_from_head.value_or(false) : direction == "f";
  const std::string from = direction.empty() ? "" : position->substr(1);

  FIRN_TRY(const auto all, state::List<EventRecord>(snapshot, EventPrefix(call, group, input.log_stream_name), "",
                                                    SIZE_MAX));
  std::vector<const state::Page<EventRecord>::Item*> wanted;
  for (const auto& item : all.items) {
    if (item.value->timestamp < oldest) continue;
    if (input.end_time && item.value->timestamp >= *input.end_time) continue;
    if (!from.empty() && (forward ? item.key <= from : item.key >= from)) continue;
    wanted.push_back(&item);
  }
  const auto limit = static_cast<size_t>(input.limit.value_or(10'000));
  if (wanted.size() > limit) {
    if (forward) {
      wanted.resize(limit);
    } else {
      wanted.erase(wanted.begin(), wanted.end() - static_cast<ptrdiff_t>(limit));
    }
  }
  api_logs::GetLogEventsOutput output;
  output.events.emplace();
  for (const auto* item : wanted) {
    output.events->push_back({item->value->timestamp, item->value->message, item->value->ingestion});
  }
  // At either end the token repeats itself, which tells callers to stop.
  output.next_forward_token = TokenOf("f" + (wanted.empty() ? from : wanted.back()->key));
  output.next_backward_token = TokenOf("b" + (wanted.empty() ? from : wanted.front()->key));
  return output;
}

}  // namespace firn::services::logs
