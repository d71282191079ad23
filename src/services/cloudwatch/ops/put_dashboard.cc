// PutDashboard: creates or replaces a dashboard.
// Differs from AWS: the body is checked for being an object with a list of widgets, each of a kind, and no further.

#include <algorithm>
#include <cctype>

#include "format/json.h"
#include "services/cloudwatch/alarms.h"
#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/dashboards.h"
#include "services/cloudwatch/limits.h"
#include "services/cloudwatch/ops.h"

namespace firn::services::cloudwatch {

namespace cw = api::cloudwatch;

namespace {

Result<void> CheckName(const std::string& name) {
  const bool good = !name.empty() && name.size() <= 255 && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '-' || c == '_';
  });
  if (!good) {
    return cw::DashboardInvalidInputError("The value for field DashboardName must contain only alphanumerics, dash (-) and "
                                          "underscore (_), and at most 255 of them");
  }
  return {};
}

Result<void> CheckBody(const std::string& body) {
  const auto invalid = [](const std::string& why) {
    return cw::DashboardInvalidInputError("The field DashboardBody must be a valid JSON object: " + why);
  };
  if (body.size() > kDashboardBytesMax) return invalid("it is longer than 1 MiB");
  const auto json = format::ParseJson(body);
  if (!json || !json->is_object()) return invalid("it cannot be read");
  const format::Json* widgets = json->Find("widgets");
  if (widgets == nullptr || !widgets->is_array()) return invalid("it has no array of widgets");
  for (const format::Json& widget : widgets->array()) {
    if (!widget.is_object() || !widget["type"].is_string()) return invalid("a widget has no type");
  }
  return {};
}

}  // namespace

authz::Needs NeedsFor(const CloudWatch&, const api::Call& call, const cw::PutDashboardInput& input) {
  return {{"cloudwatch:PutDashboard", DashboardArn(call, input.dashboard_name).text(), {}, {}}};
}

Result<cw::PutDashboardOutput> Handle(CloudWatch& cloudwatch, const api::Call& call, const cw::PutDashboardInput& input) {
  FIRN_OK(CheckName(input.dashboard_name));
  FIRN_OK(CheckBody(input.dashboard_body));
  DashboardRecord record{input.dashboard_name, input.dashboard_body, call.now, {}};
  FIRN_TRY(record.tags, TagsOf(input.tags));
  FIRN_OK(cloudwatch.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = DashboardKey(call, input.dashboard_name);
    FIRN_TRY(const auto before, state::Load<DashboardRecord>(transaction, key));
    if (before) record.tags = before->tags;
    state::Save(transaction, key, record);
    return {};
  }));
  cw::PutDashboardOutput output;
  output.dashboard_validation_messages.emplace();
  return output;
}

}  // namespace firn::services::cloudwatch
