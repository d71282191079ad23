#include "services/cloudwatch/dashboards.h"

namespace firn::services::cloudwatch {

Arn DashboardArn(const api::Call& call, std::string_view name) {
  return Arn::Global("cloudwatch", call.account, "dashboard/" + std::string(name));
}

std::string DashboardsPrefix(const api::Call& call) { return state::Key("cloudwatch", call.account, "dashboard"); }

std::string DashboardKey(const api::Call& call, std::string_view name) {
  return state::Key("cloudwatch", call.account, "dashboard", name);
}

Result<DashboardRecord> FindDashboard(const state::Reader& reader, const api::Call& call, std::string_view name) {
  FIRN_TRY(auto record, state::Load<DashboardRecord>(reader, DashboardKey(call, name)));
  if (!record) return api::cloudwatch::DashboardNotFoundError("Dashboard " + std::string(name) + " does not exist");
  return *std::move(record);
}

}  // namespace firn::services::cloudwatch
