#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/iam/answers.h"

// What belongs to users: memberships, passwords, and when a user may go.
namespace firn::services::iam {

bool IsMember(const UserRow& user, std::string_view group);

// Refuses the deletion of a user to whom something belongs.
Result<void> CheckUnusedUser(const UserRow& user, const state::Reader& reader);

// Checks a password against the account's policy, or AWS's default one. PasswordPolicyViolation.
Result<void> CheckPassword(const AccountRow& account, std::string_view password);
// Gives the user this password.
void SetPassword(Iam& iam, const AccountRow& account, LoginRow& login, std::string_view password,
                 Time now);
bool IsPassword(const LoginRow& login, std::string_view password);
// Whether it is one of those that the account's policy forbids to use again.
bool WasPassword(const AccountRow& account, const LoginRow& login, std::string_view password);
Unexpected NoLogin(std::string_view user);
api::iam::LoginProfile ApiLogin(const UserRow& user);

// A rule of AWS's about an account's policy as it stands before anybody changed it.
api::iam::PasswordPolicy DefaultPasswordPolicy();

}  // namespace firn::services::iam
