#pragma once

#include "services/glue/glue.h"

namespace firn::services::glue {

// The right to hand a role, by name or ARN, to Glue.
inline authz::Need PassRoleNeed(const api::Call& call, const std::string& role) {
  const std::string arn =
      role.starts_with("arn:") ? role : Arn::Global("iam", call.account, "role/" + role).text();
  return {"iam:PassRole", arn, {{"iam:PassedToService", {"glue.amazonaws.com"}}}, {}};
}

}  // namespace firn::services::glue
