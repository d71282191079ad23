#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/result.h"

// The principals that grants and settings may name.
namespace firn::services::lakeformation {

struct Grantee {
  enum class Kind {
    kUser,
    kRole,
    kFederated,
    kAccount,
    kOrganization,
    kAccountPrincipals,
    kIamAllowed
  };
  Kind kind = Kind::kUser;
  std::string name;                  // as grants keep it
  std::optional<AccountId> account;  // whose principal it is; empty for those that belong to none
};

// InvalidInputException "Invalid principal" for anything Lake Formation does not grant to, sessions
// of roles included.
Result<Grantee> ParseGrantee(const std::optional<std::string>& text);

// Whether a data lake administrator may be written like this: a user, a role, a federated identity,
// the principals of an account, or the account's root.
bool MayAdminister(std::string_view text);

}  // namespace firn::services::lakeformation
