#include "services/iam/users.h"

#include <algorithm>
#include <cctype>

#include "base/digest.h"
#include "services/iam/entity_policies.h"

namespace firn::services::iam {
namespace {

using api::iam::DeleteConflictException;
using api::iam::PasswordPolicyViolationException;

constexpr int kStretchRounds = 20'000;
constexpr size_t kSaltBytes = 16;
constexpr int32_t kDefaultLengthMin = 8;
constexpr int kDefaultKindsMin = 3;  // of upper case, lower case, digits and symbols
constexpr size_t kPasswordLengthMax = 128;

// A digest that takes its time, so that stolen state does not give passwords away.
std::string Stretched(std::string_view salt, std::string_view password) {
  std::string digest = HmacSha256(password, salt);
  for (int i = 0; i < kStretchRounds; ++i) digest = HmacSha256(password, digest);
  return digest;
}

bool Has(std::string_view text, int (*kind)(int)) {
  return std::any_of(text.begin(), text.end(), [&](unsigned char c) { return kind(c) != 0; });
}

// The symbols that AWS counts.
int IsSymbol(int c) {
  return std::string_view("!@#$%^&*()_+-=[]{}|'").find(static_cast<char>(c)) !=
         std::string_view::npos;
}

Unexpected Violation(const std::string& what) {
  return PasswordPolicyViolationException(
      "Password does not conform to the account password "
      "policy: it must " +
      what + ".");
}

}  // namespace

bool IsMember(const UserRow& user, std::string_view group) {
  return std::find(user.groups.begin(), user.groups.end(), group) != user.groups.end();
}

Result<void> CheckUnusedUser(const UserRow& user, const state::Reader&) {
  if (user.login) {
    return DeleteConflictException("Cannot delete entity, must delete login profile first.");
  }
  if (!user.groups.empty()) {
    return DeleteConflictException("Cannot delete entity, must remove users from group first.");
  }
  if (!user.mfa.empty()) {
    return DeleteConflictException("Cannot delete entity, must delete MFA device first.");
  }
  if (!user.key_ids.empty() || !user.ssh_keys.empty() || !user.certificates.empty() ||
      !user.credentials.empty()) {
    return DeleteConflictException("Cannot delete entity, must remove referenced objects first.");
  }
  return CheckNoPolicies(user.entity);
}

Result<void> CheckPassword(const AccountRow& account, std::string_view password) {
  const bool upper = Has(password, std::isupper), lower = Has(password, std::islower);
  const bool digit = Has(password, std::isdigit), symbol = Has(password, IsSymbol);
  if (password.size() > kPasswordLengthMax) return Violation("have at most 128 characters");
  if (!account.password_policy) {
    if (password.size() < static_cast<size_t>(kDefaultLengthMin)) {
      return Violation("have a minimum length of " + std::to_string(kDefaultLengthMin));
    }
    if (upper + lower + digit + symbol < kDefaultKindsMin) {
      return Violation("have three of upper case letters, lower case letters, numbers and symbols");
    }
    return {};
  }
  const api::iam::PasswordPolicy& policy = *account.password_policy;
  const auto length = static_cast<size_t>(policy.minimum_password_length.value_or(6));
  if (password.size() < length) {
    return Violation("have a minimum length of " + std::to_string(length));
  }
  if (policy.require_uppercase_characters.value_or(false) && !upper) {
    return Violation("have an upper case letter");
  }
  if (policy.require_lowercase_characters.value_or(false) && !lower) {
    return Violation("have a lower case letter");
  }
  if (policy.require_numbers.value_or(false) && !digit) return Violation("have a number");
  if (policy.require_symbols.value_or(false) && !symbol) return Violation("have a symbol");
  return {};
}

void SetPassword(Iam& iam, const AccountRow& account, LoginRow& login, std::string_view password,
                 Time now) {
  if (login.salt.empty()) login.salt = iam.random().Bytes(kSaltBytes);
  if (!login.digest.empty()) login.old_digests.insert(login.old_digests.begin(), login.digest);
  const int32_t kept =
      account.password_policy ? account.password_policy->password_reuse_prevention.value_or(0) : 0;
  if (login.old_digests.size() > static_cast<size_t>(kept)) {
    login.old_digests.resize(static_cast<size_t>(kept));
  }
  login.digest = Stretched(login.salt, password);
  login.changed = now;
}

bool IsPassword(const LoginRow& login, std::string_view password) {
  return EqualConstantTime(login.digest, Stretched(login.salt, password));
}

bool WasPassword(const AccountRow& account, const LoginRow& login, std::string_view password) {
  if (!account.password_policy || !account.password_policy->password_reuse_prevention) return false;
  const std::string digest = Stretched(login.salt, password);
  return digest == login.digest || std::find(login.old_digests.begin(), login.old_digests.end(),
                                             digest) != login.old_digests.end();
}

Unexpected NoLogin(std::string_view user) {
  return api::iam::NoSuchEntityException("Login Profile for User " + std::string(user) +
                                         " cannot be found.");
}

api::iam::LoginProfile ApiLogin(const UserRow& user) {
  return {user.entity.name, user.login->created, user.login->reset_required};
}

api::iam::PasswordPolicy DefaultPasswordPolicy() {
  api::iam::PasswordPolicy policy;
  policy.minimum_password_length = 6;
  policy.require_symbols = false;
  policy.require_numbers = false;
  policy.require_uppercase_characters = false;
  policy.require_lowercase_characters = false;
  policy.allow_users_to_change_password = false;
  policy.expire_passwords = false;
  return policy;
}

}  // namespace firn::services::iam
