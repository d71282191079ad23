// GetDashboard: a dashboard as it was put.

#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/dashboards.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

authz::Needs NeedsFor(const CloudWatch&, const api::Call& call, const cw::GetDashboardInput& input) {
  return {{"cloudwatch:GetDashboard", DashboardArn(call, input.dashboard_name).text(), {}, {}}};
}

Result<cw::GetDashboardOutput> Handle(CloudWatch& cloudwatch, const api::Call& call, const cw::GetDashboardInput& input) {
  FIRN_TRY(const auto record, FindDashboard(cloudwatch.store.Read(), call, input.dashboard_name));
  cw::GetDashboardOutput output;
  output.dashboard_arn = DashboardArn(call, record.name).text();
  output.dashboard_body = record.body;
  output.dashboard_name = record.name;
  return output;
}

}  // namespace firn::services::cloudwatch
