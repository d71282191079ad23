#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authz/directory.h"
#include "services/iam/records.h"
#include "state/store.h"
#include "sys/random.h"

namespace firn::services::iam {

enum class Bearer { kRole, kUser };

// IAM's state: roles, users, managed policies and access keys of every account. It is also the
// directory that the gate and STS ask. Lookups that the caller expects to succeed fail with IAM's
// own errors (NoSuchEntity and its texts).
//
// Crash story: every change is one transaction of the store.
//
// Threads: any; reads use a snapshot.
class Iam final : public authz::IdentityDirectory {
 public:
  Iam(state::Store& store, sys::Random& random) : store_(store), random_(random) {}

  // What authz and STS ask.
  Result<authz::IdentityRecord> RecordOf(const authz::Principal& principal) const override;
  Result<std::optional<authz::RoleRecord>> FindRole(std::string_view role_arn) const override;
  Result<std::optional<authz::KeyRecord>> FindAccessKey(
      std::string_view access_key_id) const override;
  Result<std::optional<authz::PolicyDocument>> FindManagedPolicy(
      std::string_view arn) const override;

  // Single objects; kNotFound with NoSuchEntity when absent.
  Result<std::shared_ptr<const RoleRow>> Role(const AccountId& account,
                                              std::string_view name) const;
  Result<std::shared_ptr<const UserRow>> User(const AccountId& account,
                                              std::string_view name) const;
  Result<std::shared_ptr<const Entity>> EntityOf(Bearer bearer, const AccountId& account,
                                                 std::string_view name) const;
  // A managed policy of the account or of AWS.
  Result<std::shared_ptr<const PolicyRow>> Policy(const AccountId& account,
                                                  std::string_view arn) const;
  Result<std::shared_ptr<const KeyRow>> Key(const AccountId& account, std::string_view user,
                                            std::string_view access_key_id) const;

  // All of an account, in order of their names.
  Result<std::vector<std::shared_ptr<const RoleRow>>> Roles(const AccountId& account) const;
  Result<std::vector<std::shared_ptr<const UserRow>>> Users(const AccountId& account) const;

  // How often a managed policy is attached, and used as a boundary, within the account.
  struct Usage {
    int32_t attachments = 0;
    int32_t boundaries = 0;
  };
  Result<Usage> UsageOf(const AccountId& account, const std::string& policy_arn) const;

  // Creations; EntityAlreadyExists when the name is taken, in whatever case of letters. They fill
  // in id and ARN.
  Result<RoleRow> AddRole(const AccountId& account, RoleRow role);
  Result<UserRow> AddUser(const AccountId& account, UserRow user);
  Result<PolicyRow> AddPolicy(const AccountId& account, PolicyRow policy);
  Result<KeyRow> AddKey(const AccountId& account, const std::string& user, Time now);

  // Changes a role or user in place; the closure may refuse, and then nothing changes.
  Result<void> ChangeRole(const AccountId& account, std::string_view name,
                          const std::function<Result<void>(RoleRow&)>& change);
  Result<void> ChangeEntity(Bearer bearer, const AccountId& account, std::string_view name,
                            const std::function<Result<void>(Entity&)>& change);
  Result<void> ChangeKey(const AccountId& account, std::string_view user,
                         std::string_view access_key_id,
                         const std::function<Result<void>(KeyRow&)>& change);

  // Deletions; DeleteConflict while something still refers to the object.
  Result<void> RemoveRole(const AccountId& account, std::string_view name);
  Result<void> RemoveUser(const AccountId& account, std::string_view name);
  Result<void> RemovePolicy(const AccountId& account, std::string_view arn);
  Result<void> RemoveKey(const AccountId& account, std::string_view user,
                         std::string_view access_key_id);

  // Checks a trust policy and finds the ids of the users and roles it names.
  // MalformedPolicyDocument otherwise.
  Result<std::map<std::string, std::string>> TrustedIds(std::string_view document) const;
  // The trust policy as it is in force now: principals that are gone stand as their unique ids.
  std::string TrustInForce(const RoleRow& role) const;

 private:
  std::string NewId(std::string_view prefix);
  std::optional<std::string> CurrentId(const std::string& arn) const;

  state::Store& store_;
  sys::Random& random_;
};

}  // namespace firn::services::iam
