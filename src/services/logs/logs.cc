#include "services/logs/logs.h"

#include <cstdio>

#include "base/encoding.h"

namespace firn::services::logs {

std::string GroupPrefix(const api::Call& call) { return state::Key("logs", call.account, call.region, "group"); }

std::string GroupKey(const api::Call& call, std::string_view group) {
  std::string key = GroupPrefix(call);
  state::AppendKeyPart(key, group);
  return key;
}

std::string StreamPrefix(const api::Call& call, std::string_view group) {
  return state::Key("logs", call.account, call.region, "stream", group);
}

std::string StreamKey(const api::Call& call, std::string_view group, std::string_view stream) {
  std::string key = StreamPrefix(call, group);
  state::AppendKeyPart(key, stream);
  return key;
}

std::string EventPrefix(const api::Call& call, std::string_view group, std::string_view stream) {
  return state::Key("logs", call.account, call.region, "event", group, stream);
}

std::string EventKey(const api::Call& call, std::string_view group, std::string_view stream, int64_t timestamp,
                     int64_t sequence) {
  char text[48];
  std::snprintf(text, sizeof text, "%019lld-%012lld", static_cast<long long>(timestamp),
                static_cast<long long>(sequence));
  std::string key = EventPrefix(call, group, stream);
  state::AppendKeyPart(key, text);
  return key;
}

Arn GroupArn(const api::Call& call, std::string_view group) {
  return Arn::Of("logs", call.region, call.account, "log-group:" + std::string(group));
}

Arn StreamArn(const api::Call& call, std::string_view group, std::string_view stream) {
  return Arn::Of("logs", call.region, call.account,
                 "log-group:" + std::string(group) + ":log-stream:" + std::string(stream));
}

std::string GroupNameOf(std::string_view identifier) {
  constexpr std::string_view kMark = ":log-group:";
  const size_t mark = identifier.find(kMark);
  if (!identifier.starts_with("arn:") || mark == std::string_view::npos) return std::string(identifier);
  std::string_view name = identifier.substr(mark + kMark.size());
  if (name.ends_with(":*")) name.remove_suffix(2);
  return std::string(name);
}

std::string KindPrefix(const api::Call& call, std::string_view kind) {
  return state::Key("logs", call.account, call.region, kind);
}

std::string KindKey(const api::Call& call, std::string_view kind, std::string_view name) {
  return state::Key("logs", call.account, call.region, kind, name);
}

std::string InGroupPrefix(const api::Call& call, std::string_view kind, std::string_view group) {
  return state::Key("logs", call.account, call.region, kind, group);
}

std::string InGroupKey(const api::Call& call, std::string_view kind, std::string_view group, std::string_view name) {
  return state::Key("logs", call.account, call.region, kind, group, name);
}

int64_t OldestShown(const GroupRecord& group, Time now) {
  if (!group.retention_days) return 0;
  return EpochMillis(now - std::chrono::hours(24) * *group.retention_days);
}

authz::Needs NeedOn(const api::Call& call, std::string_view action, std::string_view resource) {
  return {{"logs:" + std::string(action), Arn::Of("logs", call.region, call.account, resource).text(), {}, {}}};
}

authz::Needs NeedOnGroup(const api::Call& call, std::string_view action, std::string_view group) {
  return NeedOn(call, action, "log-group:" + std::string(group) + ":*");
}

Result<void> CheckAbsent(bool present, std::string_view member) {
  if (!present) return {};
  return Fail(Error{Kind::kUnsupported, std::string(member) + " is not implemented", "NotImplemented", 501, {}});
}

Result<std::optional<authz::ResourceRecord>> Logs::RecordOf(std::string_view text) const {
  std::optional<authz::ResourceRecord> none;
  const auto arn = Arn::Parse(text);
  if (!arn || arn->service != "logs" || !arn->resource.starts_with("log-group:")) return none;
  const auto account = AccountId::Parse(arn->account);
  const auto region = Region::Parse(arn->region);
  if (!account || !region) return none;
  api::Call place;
  place.account = *account;
  place.region = *region;
  FIRN_TRY(const auto policies, state::List<api::logs::ResourcePolicy>(
                                    store.Read(), KindPrefix(place, "resource-policy"), "", SIZE_MAX));
  if (policies.items.empty()) return none;
  authz::ResourceRecord record;
  record.owner = *account;
  for (const auto& item : policies.items) {
    record.policies.push_back({item.value->policy_name.value_or(""), item.value->policy_document.value_or("")});
  }
  return std::optional(std::move(record));
}

Result<GroupRecord> FindGroup(const state::Reader& reader, const api::Call& call, std::string_view group) {
  FIRN_TRY(auto record, state::Load<GroupRecord>(reader, GroupKey(call, group)));
  if (!record) return api::logs::ResourceNotFoundException("The specified log group does not exist.");
  return *std::move(record);
}

Result<StreamRecord> FindStream(const state::Reader& reader, const api::Call& call, std::string_view group,
                                std::string_view stream) {
  FIRN_TRY(auto record, state::Load<StreamRecord>(reader, StreamKey(call, group, stream)));
  if (!record) return api::logs::ResourceNotFoundException("The specified log stream does not exist.");
  return *std::move(record);
}

std::string TokenOf(std::string_view position) { return Base64Encode(position); }

Result<std::string> PositionOf(const std::optional<std::string>& token) {
  if (!token) return std::string();
  auto position = Base64Decode(*token);
  if (!position) return api::logs::InvalidParameterException("The specified nextToken is invalid.");
  return *std::move(position);
}

}  // namespace firn::services::logs
