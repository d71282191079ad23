#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/iam/answers.h"

// Trust policies, roles that services make for themselves, and when a role may go.
namespace firn::services::iam {

// Gives a role its trust policy. MalformedPolicyDocument, LimitExceeded beyond its size.
Result<void> SetTrust(const Iam& iam, RoleRow& row, const std::string& document);
// A row with nothing but that trust policy, checked before the role itself is looked at.
Result<RoleRow> TrustOnly(const Iam& iam, const std::string& document);

// Refuses the deletion of a role that has policies, is in an instance profile, or is a service's.
Iam::RowCheck<RoleRow> CheckUnusedRole(const api::Call& call);

// Roles under this path belong to services.
bool IsServiceLinked(const Entity& entity);
// UnmodifiableEntity for those.
Result<void> CheckModifiable(const Entity& entity);
// "AWSServiceRoleForAutoScaling_suffix".
std::string ServiceLinkedName(std::string_view service, std::string_view suffix);
std::string ServiceLinkedArn(const api::Call& call, std::string_view service);
// The row of such a role; InvalidInput when the name is no service principal.
Result<RoleRow> ServiceLinkedRole(const api::Call& call, const std::string& service,
                                  std::string_view suffix);
// The role's name in the id of a deletion task.
std::optional<std::string> RoleOfTask(std::string_view task);

}  // namespace firn::services::iam
