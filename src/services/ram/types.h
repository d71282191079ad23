#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "api/ram.h"
#include "base/ids.h"

// The kinds of things that can be shared, and what principals may be.
namespace firn::services::ram {

struct ResourceType {
  std::string_view name;      // "glue:Database"
  std::string_view service;   // as ARNs and lists of types name it
  std::string_view scope;     // REGIONAL or GLOBAL
  std::string_view resource;  // how the resource of its ARNs begins
};
std::span<const ResourceType> ResourceTypes();
// Null when there is none of this name, which is case-sensitive.
const ResourceType* FindType(std::string_view name);
// The type of what an ARN names; empty when it cannot be shared.
std::string_view TypeOfArn(const Arn& arn);

struct ParsedPrincipal {
  std::string entity;
  std::string account;  // whose it is; empty for AWS's own services
};
// An account, a user, a role, an account's root or a service. InvalidParameterException otherwise,
// UnknownResourceException for organizations, which cannot be shared with as a whole.
Result<ParsedPrincipal> ParsePrincipal(const std::string& text);

// The scope that a list is limited to; empty for all. InvalidParameterException for other words.
Result<std::string> ReadScope(const std::optional<std::string>& scope);

// A managed permission for a type of resource.
struct ManagedPermission {
  std::string_view name;
  std::string_view type;
  std::string_view actions;  // separated by spaces
};
std::span<const ManagedPermission> ManagedPermissions();
std::string ArnOf(const ManagedPermission& permission);
// Null when there is none with this ARN.
const ManagedPermission* FindPermission(std::string_view arn);
// The one that a type has when the caller names none; null when it has none here.
const ManagedPermission* DefaultPermission(std::string_view type);

api::ram::ResourceSharePermissionSummary SummaryOf(const ManagedPermission& permission);

}  // namespace firn::services::ram
