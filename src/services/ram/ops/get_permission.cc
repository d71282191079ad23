// GetPermission: what a managed permission allows.
// Differs from AWS: each has one version.

#include "format/json.h"
#include "services/ram/ops.h"
#include "services/ram/ram.h"
#include "services/ram/types.h"

namespace firn::services::ram {

namespace {

std::string PolicyOf(const ManagedPermission& permission) {
  format::Json::Array actions;
  std::string_view rest = permission.actions;
  while (!rest.empty()) {
    const size_t space = rest.find(' ');
    actions.emplace_back(rest.substr(0, space));
    rest = space == std::string_view::npos ? "" : rest.substr(space + 1);
  }
  return format::Json(format::Json::Object{{"Effect", "Allow"}, {"Action", std::move(actions)}})
      .Text();
}

}  // namespace

authz::Needs NeedsFor(const Ram&, const api::Call&, const api::ram::GetPermissionInput&) {
  return {{"ram:GetPermission", "*", {}, {}}};
}

Result<api::ram::GetPermissionOutput> Handle(Ram&, const api::Call&,
                                             const api::ram::GetPermissionInput& input) {
  const auto arn = Arn::Parse(input.permission_arn);
  if (!arn || arn->service != "ram" || !arn->resource.starts_with("permission/")) {
    return api::ram::MalformedArnException("The specified permission ARN " + input.permission_arn +
                                           " is not valid. Verify the ARN and try again.");
  }
  const ManagedPermission* permission = FindPermission(input.permission_arn);
  if (permission == nullptr || input.permission_version.value_or(1) != 1) {
    return api::ram::UnknownResourceException("Permission " + input.permission_arn +
                                              " could not be found.");
  }
  const auto summary = SummaryOf(*permission);
  api::ram::ResourceSharePermissionDetail detail;
  detail.arn = summary.arn;
  detail.version = summary.version;
  detail.default_version = summary.default_version;
  detail.name = summary.name;
  detail.resource_type = summary.resource_type;
  detail.permission = PolicyOf(*permission);
  detail.creation_time = summary.creation_time;
  detail.last_updated_time = summary.last_updated_time;
  detail.is_resource_type_default = summary.is_resource_type_default;
  detail.permission_type = summary.permission_type;
  detail.feature_set = summary.feature_set;
  detail.status = summary.status;
  return api::ram::GetPermissionOutput{std::move(detail)};
}

}  // namespace firn::services::ram
