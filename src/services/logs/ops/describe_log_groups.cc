// DescribeLogGroups: lists log groups by name.
// Differs from AWS: linked accounts are not searched.

#include <algorithm>

#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/pages.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

namespace {

using Input = api_logs::DescribeLogGroupsInput;

bool IsWanted(const Input& input, const GroupRecord& record) {
  if (input.log_group_name_pattern && record.name.find(*input.log_group_name_pattern) == std::string::npos) return false;
  if (input.log_group_class && record.log_class != *input.log_group_class) return false;
  if (!input.log_group_identifiers) return true;
  const auto& wanted = *input.log_group_identifiers;
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](const std::string& identifier) { return GroupNameOf(identifier) == record.name; });
}

api_logs::LogGroup ShapeOfGroup(const api::Call& call, const GroupRecord& record, size_t metric_filters) {
  api_logs::LogGroup group;
  group.log_group_name = record.name;
  group.creation_time = EpochMillis(record.created);
  group.retention_in_days = record.retention_days;
  group.metric_filter_count = static_cast<int32_t>(metric_filters);
  group.arn = GroupArn(call, record.name).text() + ":*";
  group.log_group_arn = GroupArn(call, record.name).text();
  group.log_group_class = record.log_class;
  group.stored_bytes = record.stored_bytes;
  group.kms_key_id = record.kms_key;
  group.deletion_protection_enabled = record.deletion_protected;
  return group;
}

}  // namespace

authz::Needs NeedsFor(const Logs&, const api::Call& call, const Input&) {
  return NeedOn(call, "DescribeLogGroups", "log-group:*");
}

Result<api_logs::DescribeLogGroupsOutput> Handle(Logs& logs, const api::Call& call, const Input& input) {
  FIRN_OK(CheckAbsent(input.include_linked_accounts.value_or(false), "includeLinkedAccounts"));
  if (input.log_group_name_prefix && input.log_group_name_pattern) {
    return api_logs::InvalidParameterException(
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  }
  std::string prefix = GroupPrefix(call);
  if (input.log_group_name_prefix) prefix = state::KeyBeginning(prefix, *input.log_group_name_prefix);
  const state::Snapshot snapshot = logs.store.Read();
  FIRN_TRY(auto page, PageOf<GroupRecord>(snapshot, prefix, input.next_token, input.limit,
                                          [&](const GroupRecord& record) { return IsWanted(input, record); }));
  api_logs::DescribeLogGroupsOutput output;
  output.log_groups.emplace();
  for (const GroupRecord& record : page.records) {
    FIRN_TRY(const auto filters, state::List<api_logs::MetricFilter>(
                                     snapshot, InGroupPrefix(call, "metric-filter", record.name), "", SIZE_MAX));
    output.log_groups->push_back(ShapeOfGroup(call, record, filters.items.size()));
  }
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::logs
