// DescribeLogGroups: lists log groups by name.
// Differs from AWS: linked accounts are not searched.

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DescribeLogGroupsInput&) {
  return {{"logs:DescribeLogGroups", Arn::Of("logs", call.region, call.account, "log-group:*").text(), {}, {}}};
}

Result<api_logs::DescribeLogGroupsOutput> Handle(Logs& logs, const api::Call& call,
                                                 const api_logs::DescribeLogGroupsInput& input) {
  if (input.log_group_name_prefix && input.log_group_name_pattern) {
    return api_logs::InvalidParameterException(
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  }
  constexpr int32_t kPage = 50;
  FIRN_TRY(std::string after, PositionOf(input.next_token));
  std::string prefix = GroupPrefix(call);
  if (input.log_group_name_prefix) prefix = state::KeyBeginning(prefix, *input.log_group_name_prefix);
  const auto limit = static_cast<size_t>(input.limit.value_or(kPage));
  const state::Snapshot snapshot = logs.store.Read();
  api_logs::DescribeLogGroupsOutput output;
  output.log_groups.emplace();
  while (true) {
    FIRN_TRY(const auto page, state::List<GroupRecord>(snapshot, prefix, after, limit));
    for (const auto& item : page.items) {
      after = item.key;
      const GroupRecord& record = *item.value;
      if (input.log_group_name_pattern && record.name.find(*input.log_group_name_pattern) == std::string::npos) continue;
      auto& group = output.log_groups->emplace_back();
      group.log_group_name = record.name;
      group.creation_time = EpochMillis(record.created);
      group.retention_in_days = record.retention_days;
      group.metric_filter_count = 0;
      group.arn = GroupArn(call, record.name).text() + ":*";
      group.log_group_arn = GroupArn(call, record.name).text();
      group.log_group_class = "STANDARD";
      group.stored_bytes = record.stored_bytes;
      if (output.log_groups->size() == limit) break;
    }
    const bool full = output.log_groups->size() == limit;
    if (full && (page.more || (!page.items.empty() && page.items.back().key != after))) {
      output.next_token = TokenOf(after);
    }
    if (full || !page.more) return output;
  }
}

}  // namespace firn::services::logs
