// ListDashboards: dashboards by name.

#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/dashboards.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

namespace {

constexpr size_t kPage = 1000;

}  // namespace

authz::Needs NeedsFor(const CloudWatch&, const api::Call&, const cw::ListDashboardsInput&) {
  return {{"cloudwatch:ListDashboards", "*", {}, {}}};
}

Result<cw::ListDashboardsOutput> Handle(CloudWatch& cloudwatch, const api::Call& call,
                                        const cw::ListDashboardsInput& input) {
  std::string after;
  if (input.next_token) {
    const auto position = PositionOf("dashboards", *input.next_token);
    if (!position) return cw::InvalidParameterValueException("Request parameter NextToken is invalid");
    after = *position;
  }
  const std::string prefix = state::KeyBeginning(DashboardsPrefix(call), input.dashboard_name_prefix.value_or(""));
  FIRN_TRY(const auto page, state::List<DashboardRecord>(cloudwatch.store.Read(), prefix, after, kPage));
  cw::ListDashboardsOutput output;
  output.dashboard_entries.emplace();
  for (const auto& item : page.items) {
    auto& entry = output.dashboard_entries->emplace_back();
    entry.dashboard_name = item.value->name;
    entry.dashboard_arn = DashboardArn(call, item.value->name).text();
    entry.last_modified = item.value->modified;
    entry.size = static_cast<int64_t>(item.value->body.size());
  }
  if (page.more) output.next_token = TokenOf("dashboards", page.items.back().key);
  return output;
}

}  // namespace firn::services::cloudwatch
