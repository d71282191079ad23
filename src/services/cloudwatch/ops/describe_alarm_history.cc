// DescribeAlarmHistory: what happened to alarms in the last thirty days.

#include <algorithm>

#include "services/cloudwatch/alarms.h"
#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

namespace {

using Input = cw::DescribeAlarmHistoryInput;

bool IsWanted(const Input& input, const cw::AlarmHistoryItem& item) {
  const std::vector<std::string> kinds = input.alarm_types.value_or(std::vector<std::string>{"MetricAlarm"});
  if (std::find(kinds.begin(), kinds.end(), item.alarm_type.value_or("")) == kinds.end()) return false;
  if (input.history_item_type && item.history_item_type != input.history_item_type) return false;
  return (!input.start_date || *item.timestamp >= *input.start_date) &&
         (!input.end_date || *item.timestamp <= *input.end_date);
}

}  // namespace

authz::Needs NeedsFor(const CloudWatch&, const api::Call& call, const Input& input) {
  return NeedsOnAlarms(call, "DescribeAlarmHistory",
                       input.alarm_name ? std::vector<std::string>{*input.alarm_name} : std::vector<std::string>{});
}

Result<cw::DescribeAlarmHistoryOutput> Handle(CloudWatch& cloudwatch, const api::Call& call, const Input& input) {
  FIRN_OK(CheckAbsent(input.alarm_contributor_id.has_value(), "AlarmContributorId"));
  const std::string prefix = input.alarm_name ? HistoryPrefix(call, *input.alarm_name)
                                              : state::Key("cloudwatch", call.account, call.region, "alarm-history");
  size_t skipped = 0;
  if (input.next_token) {
    const auto position = PositionOf("history", *input.next_token);
    if (!position) return cw::InvalidNextToken("Request parameter NextToken is invalid");
    skipped = static_cast<size_t>(std::strtoull(position->c_str(), nullptr, 10));
  }
  FIRN_TRY(const auto all, state::List<cw::AlarmHistoryItem>(cloudwatch.store.Read(), prefix, "", SIZE_MAX));
  std::vector<cw::AlarmHistoryItem> items;
  for (const auto& item : all.items) {
    if (IsWanted(input, *item.value)) items.push_back(*item.value);
  }
  std::stable_sort(items.begin(), items.end(),
                   [](const auto& a, const auto& b) { return *a.timestamp < *b.timestamp; });
  if (input.scan_by.value_or("TimestampDescending") == "TimestampDescending") std::reverse(items.begin(), items.end());
  const auto limit = static_cast<size_t>(input.max_records.value_or(100));
  cw::DescribeAlarmHistoryOutput output;
  output.alarm_history_items.emplace();
  for (size_t i = skipped; i < items.size() && output.alarm_history_items->size() < limit; ++i) {
    output.alarm_history_items->push_back(items[i]);
  }
  const size_t end = skipped + output.alarm_history_items->size();
  if (end < items.size()) output.next_token = TokenOf("history", std::to_string(end));
  return output;
}

}  // namespace firn::services::cloudwatch
