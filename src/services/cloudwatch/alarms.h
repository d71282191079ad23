#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/cloudwatch/cloudwatch.h"

namespace firn::services::cloudwatch {

// An alarm of either kind: exactly one of the two is there.
struct AlarmRecord {
  std::string name;
  std::optional<api::cloudwatch::MetricAlarm> metric;
  std::optional<api::cloudwatch::CompositeAlarm> composite;
  std::map<std::string, std::string> tags;
  int64_t history = 0;  // entries written, to keep those of one moment apart
};

template <class A>
void Describe(A& a, AlarmRecord& r) {
  a("name", r.name);
  a("metric", r.metric);
  a("composite", r.composite);
  a("tags", r.tags);
  a("history", r.history);
}

Arn AlarmArn(const api::Call& call, std::string_view name);
std::string AlarmsPrefix(const api::Call& call);
std::string AlarmKey(const api::Call& call, std::string_view name);
std::string HistoryPrefix(const api::Call& call, std::string_view name);

authz::Needs NeedsOnAlarms(const api::Call& call, std::string_view action, const std::vector<std::string>& names);

// The state that an alarm is in, of either kind.
struct AlarmState {
  std::string value;
  std::string reason;
  std::optional<std::string> data;
};
AlarmState StateOf(const AlarmRecord& record);
void SetState(AlarmRecord& record, const AlarmState& state, Time now);

// Saves an alarm with an entry of its history; entries of more than thirty days ago go.
struct HistoryEntry {
  std::string type;     // ConfigurationUpdate or StateUpdate
  std::string summary;
  std::string data;     // JSON
};
void SaveAlarm(state::Transaction& transaction, const api::Call& call, AlarmRecord& record, const HistoryEntry& entry);

// Creates or replaces an alarm, of which the state and the tags stay.
Result<void> PutAlarm(CloudWatch& cloudwatch, const api::Call& call, AlarmRecord fresh);

// Switches the actions of alarms; names that are none are passed over, as AWS does.
enum class Actions { kEnabled, kDisabled };
Result<void> SwitchActions(CloudWatch& cloudwatch, const api::Call& call, const std::vector<std::string>& names,
                           Actions actions);

// Tags of a request as a map. InvalidParameterValue for too many, duplicates and keys that AWS keeps for itself.
Result<std::map<std::string, std::string>> TagsOf(const std::optional<std::vector<api::cloudwatch::Tag>>& tags);

// ValidationError for actions that are no ARN.
Result<void> CheckActions(const std::optional<std::vector<std::string>>& actions);

}  // namespace firn::services::cloudwatch
