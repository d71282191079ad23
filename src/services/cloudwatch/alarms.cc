#include "services/cloudwatch/alarms.h"

#include <cstdio>

#include "format/json.h"
#include "services/cloudwatch/limits.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;
using format::Json;

Arn AlarmArn(const api::Call& call, std::string_view name) {
  return Arn::Of("cloudwatch", call.region, call.account, "alarm:" + std::string(name));
}

std::string AlarmsPrefix(const api::Call& call) {
  return state::Key("cloudwatch", call.account, call.region, "alarm");
}

std::string AlarmKey(const api::Call& call, std::string_view name) {
  return state::Key("cloudwatch", call.account, call.region, "alarm", name);
}

std::string HistoryPrefix(const api::Call& call, std::string_view name) {
  return state::Key("cloudwatch", call.account, call.region, "alarm-history", name);
}

authz::Needs NeedsOnAlarms(const api::Call& call, std::string_view action, const std::vector<std::string>& names) {
  authz::Needs needs;
  for (const std::string& name : names) {
    needs.push_back({"cloudwatch:" + std::string(action), AlarmArn(call, name).text(), {}, {}});
  }
  if (needs.empty()) needs.push_back({"cloudwatch:" + std::string(action), AlarmArn(call, "*").text(), {}, {}});
  return needs;
}

AlarmState StateOf(const AlarmRecord& record) {
  if (record.metric) {
    return {record.metric->state_value.value_or(""), record.metric->state_reason.value_or(""),
            record.metric->state_reason_data};
  }
  return {record.composite->state_value.value_or(""), record.composite->state_reason.value_or(""),
          record.composite->state_reason_data};
}

void SetState(AlarmRecord& record, const AlarmState& state, Time now) {
  const auto set = [&](auto& alarm) {
    if (alarm.state_value != state.value) alarm.state_transitioned_timestamp = now;
    alarm.state_value = state.value;
    alarm.state_reason = state.reason;
    alarm.state_reason_data = state.data;
    alarm.state_updated_timestamp = now;
  };
  if (record.metric) set(*record.metric);
  if (record.composite) set(*record.composite);
}

void SaveAlarm(state::Transaction& transaction, const api::Call& call, AlarmRecord& record, const HistoryEntry& entry) {
  const std::string prefix = HistoryPrefix(call, record.name);
  const auto position = [&](Time time, int64_t sequence) {
    char text[48];
    std::snprintf(text, sizeof text, "%019lld-%012lld", static_cast<long long>(EpochMicros(time)),
                  static_cast<long long>(sequence));
    std::string key = prefix;
    state::AppendKeyPart(key, text);
    return key;
  };
  cw::AlarmHistoryItem item;
  item.alarm_name = record.name;
  item.alarm_type = record.metric ? "MetricAlarm" : "CompositeAlarm";
  item.timestamp = call.now;
  item.history_item_type = entry.type;
  item.history_summary = entry.summary;
  item.history_data = entry.data.substr(0, 4095);
  state::Save(transaction, position(call.now, ++record.history), item);
  const std::string oldest = position(call.now - kHistoryKept, 0);
  std::vector<std::string> expired;
  transaction.ForEachPrefix(prefix, "", [&](std::string_view key, std::string_view) {
    if (key >= oldest) return false;
    expired.emplace_back(key);
    return true;
  });
  for (const std::string& key : expired) transaction.Erase(key);
  state::Save(transaction, AlarmKey(call, record.name), record);
}

Result<void> PutAlarm(CloudWatch& cloudwatch, const api::Call& call, AlarmRecord fresh) {
  return cloudwatch.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const auto before, state::Load<AlarmRecord>(transaction, AlarmKey(call, fresh.name)));
    if (before && before->metric.has_value() != fresh.metric.has_value()) {
      return ValidationError("An alarm of another type has the name " + fresh.name);
    }
    HistoryEntry entry{"ConfigurationUpdate", "Alarm \"" + fresh.name + "\" created", {}};
    Json::Object data{{"version", "1.0"}, {"type", before ? "Update" : "Create"}};
    entry.data = Json(std::move(data)).Text();
    if (before) {
      entry.summary = "Alarm \"" + fresh.name + "\" updated";
      SetState(fresh, StateOf(*before), call.now);
      const auto keep = [](auto& alarm, const auto& old) {
        alarm.state_updated_timestamp = old.state_updated_timestamp;
        alarm.state_transitioned_timestamp = old.state_transitioned_timestamp;
      };
      if (fresh.metric) keep(*fresh.metric, *before->metric);
      if (fresh.composite) keep(*fresh.composite, *before->composite);
      fresh.tags = before->tags;  // tags of an update are ignored, as AWS says
      fresh.history = before->history;
    } else {
      SetState(fresh, {"INSUFFICIENT_DATA", "Unchecked: Initial alarm creation", {}}, call.now);
    }
    SaveAlarm(transaction, call, fresh, entry);
    return {};
  });
}

Result<void> SwitchActions(CloudWatch& cloudwatch, const api::Call& call, const std::vector<std::string>& names,
                           Actions actions) {
  return cloudwatch.store.Write([&](state::Transaction& transaction) -> Result<void> {
    for (const std::string& name : names) {
      FIRN_TRY(auto record, state::Load<AlarmRecord>(transaction, AlarmKey(call, name)));
      if (!record) continue;
      if (record->metric) record->metric->actions_enabled = actions == Actions::kEnabled;
      if (record->composite) record->composite->actions_enabled = actions == Actions::kEnabled;
      state::Save(transaction, AlarmKey(call, name), *record);
    }
    return {};
  });
}

Result<std::map<std::string, std::string>> TagsOf(const std::optional<std::vector<cw::Tag>>& tags) {
  std::map<std::string, std::string> map;
  if (!tags) return map;
  for (const cw::Tag& tag : *tags) {
    if (tag.key.starts_with("aws:")) {
      return cw::InvalidParameterValueException("Tag keys that begin with aws: are reserved: " + tag.key);
    }
    if (!map.emplace(tag.key, tag.value).second) {
      return cw::InvalidParameterValueException("Tag keys must be unique: " + tag.key);
    }
  }
  if (map.size() > kTagsMax) return cw::InvalidParameterValueException("A resource can have no more than 50 tags.");
  return map;
}

Result<void> CheckActions(const std::optional<std::vector<std::string>>& actions) {
  if (!actions) return {};
  for (const std::string& action : *actions) {
    if (!action.starts_with("arn:")) return ValidationError("Invalid arn syntax: " + action);
  }
  return {};
}

}  // namespace firn::services::cloudwatch
