#include "services/cloudwatch/tags.h"

#include "services/cloudwatch/alarms.h"
#include "services/cloudwatch/dashboards.h"

namespace firn::services::cloudwatch {
namespace {

// Where a resource's record lies; an empty key when the ARN names none of the caller's.
struct Place {
  std::string alarm;
  std::string dashboard;
};

Place PlaceOf(const api::Call& call, const std::string& arn) {
  const std::string alarms = AlarmArn(call, "").text(), dashboards = DashboardArn(call, "").text();
  if (arn.starts_with(alarms)) return {AlarmKey(call, arn.substr(alarms.size())), {}};
  if (arn.starts_with(dashboards)) return {{}, DashboardKey(call, arn.substr(dashboards.size()))};
  return {};
}

template <class Record>
Result<bool> ChangeIn(state::Transaction& transaction, const std::string& key,
                      const std::function<Result<void>(Tags&)>& change) {
  if (key.empty()) return false;
  FIRN_TRY(auto record, state::Load<Record>(transaction, key));
  if (!record) return false;
  FIRN_OK(change(record->tags));
  state::Save(transaction, key, *record);
  return true;
}

}  // namespace

Result<std::optional<Tags>> FindTags(const state::Reader& reader, const api::Call& call, const std::string& arn) {
  const Place place = PlaceOf(call, arn);
  if (!place.alarm.empty()) {
    FIRN_TRY(const auto alarm, state::Load<AlarmRecord>(reader, place.alarm));
    if (alarm) return std::optional(alarm->tags);
  }
  if (!place.dashboard.empty()) {
    FIRN_TRY(const auto dashboard, state::Load<DashboardRecord>(reader, place.dashboard));
    if (dashboard) return std::optional(dashboard->tags);
  }
  return std::optional<Tags>();
}

Result<void> ChangeTags(CloudWatch& cloudwatch, const api::Call& call, const std::string& arn,
                        const std::function<Result<void>(Tags&)>& change) {
  const Place place = PlaceOf(call, arn);
  return cloudwatch.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const bool alarm, ChangeIn<AlarmRecord>(transaction, place.alarm, change));
    FIRN_TRY(const bool dashboard, ChangeIn<DashboardRecord>(transaction, place.dashboard, change));
    if (!alarm && !dashboard) return api::cloudwatch::ResourceNotFoundException("Unknown");
    return {};
  });
}

Result<std::map<std::string, Tags>> AllTags(const state::Reader& reader, const api::Call& call) {
  std::map<std::string, Tags> all;
  FIRN_TRY(const auto alarms, state::List<AlarmRecord>(reader, AlarmsPrefix(call), "", SIZE_MAX));
  for (const auto& item : alarms.items) all[AlarmArn(call, item.value->name).text()] = item.value->tags;
  return all;
}

}  // namespace firn::services::cloudwatch
