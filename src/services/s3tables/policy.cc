#include "services/s3tables/policy.h"

#include "api/s3tables.h"
#include "authz/policy.h"

namespace firn::services::s3tables {
namespace {

namespace api_tables = api::s3tables;

bool IsOurAction(std::string_view action) {
  constexpr std::string_view kPrefix = "s3tables:";
  if (action == "*") return true;
  if (action.size() <= kPrefix.size()) return false;
  for (size_t i = 0; i < kPrefix.size(); ++i) {
    const char c = action[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != kPrefix[i]) return false;
  }
  return true;
}

bool IsWithin(std::string_view resource, std::string_view resource_arn) {
  if (resource == "*") return true;
  if (!resource.starts_with(resource_arn)) return false;
  resource.remove_prefix(resource_arn.size());
  return resource.empty() || resource.front() == '/' || resource.front() == '*';
}

}  // namespace

Result<void> CheckResourcePolicy(std::string_view document, std::string_view resource_arn) {
  const auto policy = authz::ParsePolicy(document, authz::PolicyKind::kResource);
  if (!policy) return api_tables::BadRequestException(policy.error().message);
  for (const authz::Statement& statement : policy->statements) {
    for (const std::string& action : statement.actions) {
      if (!IsOurAction(action)) return api_tables::BadRequestException("Policy has invalid action");
    }
    for (const std::string& resource : statement.resources) {
      if (!IsWithin(resource, resource_arn))
        return api_tables::BadRequestException("Policy has invalid resource");
    }
    const bool everyone = statement.principals.everyone || statement.except_principals;
    if (statement.effect == authz::Effect::kAllow && everyone && statement.conditions.empty()) {
      return api_tables::ForbiddenException(
          "Access denied because public policies are blocked by S3 Block Public Access.");
    }
  }
  return {};
}

}  // namespace firn::services::s3tables
