// DescribeLogStreams: lists the streams of a group by name or by newest event.

#include <algorithm>

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

namespace {

std::string GroupOf(const api_logs::DescribeLogStreamsInput& input) {
  return GroupNameOf(input.log_group_identifier.value_or(input.log_group_name.value_or("")));
}

}  // namespace

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DescribeLogStreamsInput& input) {
  return {{"logs:DescribeLogStreams", GroupArn(call, GroupOf(input)).text() + ":*", {}, {}}};
}

Result<api_logs::DescribeLogStreamsOutput> Handle(Logs& logs, const api::Call& call,
                                                  const api_logs::DescribeLogStreamsInput& input) {
  const bool by_time = input.order_by.value_or("LogStreamName") == "LastEventTime";
  if (by_time && input.log_stream_name_prefix) {
    return api_logs::InvalidParameterException("Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  const std::string group = GroupOf(input);
  const state::Snapshot snapshot = logs.store.Read();
  FIRN_OK(FindGroup(snapshot, call, group));
  std::string prefix = StreamPrefix(call, group);
  if (input.log_stream_name_prefix) prefix = state::KeyBeginning(prefix, *input.log_stream_name_prefix);
  FIRN_TRY(const auto all, state::List<StreamRecord>(snapshot, prefix, "", SIZE_MAX));
  std::vector<const StreamRecord*> streams;
  for (const auto& item : all.items) streams.push_back(item.value.get());
  if (by_time) {
    std::stable_sort(streams.begin(), streams.end(), [](const StreamRecord* a, const StreamRecord* b) {
      return a->last_event.value_or(0) < b->last_event.value_or(0);
    });
  }
  if (input.descending.value_or(false)) std::reverse(streams.begin(), streams.end());

  // A page begins after the stream its token names, wherever that stands by now.
  FIRN_TRY(const std::string after, PositionOf(input.next_token));
  size_t begin = 0;
  for (size_t i = 0; !after.empty() && i < streams.size(); ++i) {
    if (streams[i]->name == after) begin = i + 1;
  }
  const size_t end = std::min(streams.size(), begin + static_cast<size_t>(input.limit.value_or(50)));
  api_logs::DescribeLogStreamsOutput output;
  output.log_streams.emplace();
  for (size_t i = begin; i < end; ++i) {
    const StreamRecord& record = *streams[i];
    auto& stream = output.log_streams->emplace_back();
    stream.log_stream_name = record.name;
    stream.creation_time = EpochMillis(record.created);
    stream.first_event_timestamp = record.first_event;
    stream.last_event_timestamp = record.last_event;
    stream.last_ingestion_time = record.last_ingestion;
    stream.arn = StreamArn(call, group, record.name).text();
    stream.stored_bytes = 0;
  }
  if (end < streams.size()) output.next_token = TokenOf(streams[end - 1]->name);
  return output;
}

}  // namespace firn::services::logs
