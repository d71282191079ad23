// DeleteDashboards: removes dashboards, all of them or none.

#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/dashboards.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

authz::Needs NeedsFor(const CloudWatch&, const api::Call& call, const cw::DeleteDashboardsInput& input) {
  authz::Needs needs;
  for (const std::string& name : input.dashboard_names) {
    needs.push_back({"cloudwatch:DeleteDashboards", DashboardArn(call, name).text(), {}, {}});
  }
  if (needs.empty()) needs.push_back({"cloudwatch:DeleteDashboards", DashboardArn(call, "*").text(), {}, {}});
  return needs;
}

Result<cw::DeleteDashboardsOutput> Handle(CloudWatch& cloudwatch, const api::Call& call,
                                          const cw::DeleteDashboardsInput& input) {
  if (input.dashboard_names.empty()) {
    return cw::InvalidParameterValueException("The parameter DashboardNames must name at least one dashboard.");
  }
  FIRN_OK(cloudwatch.store.Write([&](state::Transaction& transaction) -> Result<void> {
    for (const std::string& name : input.dashboard_names) FIRN_OK(FindDashboard(transaction, call, name));
    for (const std::string& name : input.dashboard_names) transaction.Erase(DashboardKey(call, name));
    return {};
  }));
  return cw::DeleteDashboardsOutput{};
}

}  // namespace firn::services::cloudwatch
