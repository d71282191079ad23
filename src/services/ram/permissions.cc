// Managed permissions: what those a resource is shared with may do with it.

#include <algorithm>
#include <array>

#include "services/ram/types.h"

namespace firn::services::ram {
namespace {

constexpr std::string_view kPrefix = "arn:aws:ram::aws:permission/";

// The default of a type comes first.
constexpr std::array<ManagedPermission, 6> kPermissions = {{
    {"AWSRAMDefaultPermissionGlueCatalog", "glue:Catalog",
     "glue:GetDatabase glue:GetDatabases glue:GetTable glue:GetTables"},
    {"AWSRAMDefaultPermissionGlueDatabase", "glue:Database",
     "glue:GetDatabase glue:GetTable glue:GetTables"},
    {"AWSRAMPermissionGlueDatabaseReadWrite", "glue:Database",
     "glue:CreateTable glue:DeleteDatabase glue:GetDatabase glue:GetTables glue:UpdateDatabase"},
    {"AWSRAMDefaultPermissionGlueTable", "glue:Table", "glue:GetTable glue:GetTables"},
    {"AWSRAMPermissionGlueTableReadWrite", "glue:Table",
     "glue:DeleteTable glue:GetTable glue:GetTables glue:UpdateTable"},
    {"AWSRAMPermissionGlueDatabaseReadWriteForCatalog", "glue:Catalog",
     "glue:CreateTable glue:DeleteDatabase glue:GetDatabase glue:GetTables glue:UpdateDatabase"},
}};

// When AWS made the first of them; they are not made here.
Time Made() { return *ParseIso8601("2022-06-30T17:04:25Z"); }

}  // namespace

std::span<const ManagedPermission> ManagedPermissions() { return kPermissions; }

std::string ArnOf(const ManagedPermission& permission) {
  return std::string(kPrefix) + std::string(permission.name);
}

const ManagedPermission* FindPermission(std::string_view arn) {
  if (!arn.starts_with(kPrefix)) return nullptr;
  const auto same = [&](const ManagedPermission& permission) {
    return permission.name == arn.substr(kPrefix.size());
  };
  const auto* found = std::find_if(kPermissions.begin(), kPermissions.end(), same);
  return found == kPermissions.end() ? nullptr : found;
}

const ManagedPermission* DefaultPermission(std::string_view type) {
  const auto same = [&](const ManagedPermission& permission) { return permission.type == type; };
  const auto* found = std::find_if(kPermissions.begin(), kPermissions.end(), same);
  return found == kPermissions.end() ? nullptr : found;
}

api::ram::ResourceSharePermissionSummary SummaryOf(const ManagedPermission& permission) {
  api::ram::ResourceSharePermissionSummary summary;
  summary.arn = ArnOf(permission);
  summary.version = "1";
  summary.default_version = true;
  summary.name = std::string(permission.name);
  summary.resource_type = std::string(permission.type);
  summary.status = "ATTACHABLE";
  summary.creation_time = summary.last_updated_time = Made();
  summary.is_resource_type_default = DefaultPermission(permission.type) == &permission;
  summary.permission_type = "AWS_MANAGED";
  summary.feature_set = "STANDARD";
  return summary;
}

}  // namespace firn::services::ram
