#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authz/directory.h"
#include "services/iam/kinds.h"
#include "services/iam/records.h"
#include "state/store.h"
#include "sys/random.h"

namespace firn::services::iam {

enum class Bearer { kRole, kUser, kGroup };

// A new name or path of an object that keeps its id.
struct NewPlace {
  std::optional<std::string> name;
  std::optional<std::string> path;
};

// IAM's state: everything an account has in IAM, kept by kind (kinds.h). It is also the directory
// that the gate and STS ask. Lookups that the caller expects to succeed fail with IAM's own errors
// (NoSuchEntity and its texts).
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
  Result<std::optional<authz::OidcRecord>> FindOidcProvider(std::string_view arn) const override;
  Result<std::optional<authz::SamlRecord>> FindSamlProvider(std::string_view arn) const override;
  Result<bool> AcceptMfaCode(const authz::Principal& user, std::string_view serial,
                             std::string_view code, Time now) override;
  Result<void> NoteKeyUse(const authz::KeyUse& use) override;

  // Objects of every kind. Names are those of KindOf<Row>: a name, or an ARN where kByArn.
  template <class Row>
  using RowPointer = std::shared_ptr<const Row>;
  template <class Row>
  Result<RowPointer<Row>> Get(const AccountId& account, std::string_view name) const;
  // Within a transaction; null when absent.
  template <class Row>
  static Result<RowPointer<Row>> Find(const state::Reader& reader, const AccountId& account,
                                      std::string_view name);
  // All of an account, in order of their names.
  template <class Row>
  Result<std::vector<RowPointer<Row>>> All(const AccountId& account) const;
  template <class Row>
  static Result<std::vector<RowPointer<Row>>> AllIn(const state::Reader& reader,
                                                    const AccountId& account);
  // Fills in id and ARN. EntityAlreadyExists when the name is taken, in whatever case of letters;
  // LimitExceeded at the account's quota.
  template <class Row>
  Result<Row> Add(const AccountId& account, Row row);
  // Changes an object in place; the closure may refuse, and then nothing changes. It may look at
  // others through the reader, as they are in the same transaction.
  template <class Row>
  using RowChange = std::function<Result<void>(Row&, const state::Reader&)>;
  template <class Row>
  Result<void> Change(const AccountId& account, std::string_view name,
                      const RowChange<Row>& change);
  // Removes an object unless the closure refuses.
  template <class Row>
  using RowCheck = std::function<Result<void>(const Row&, const state::Reader&)>;
  template <class Row>
  Result<void> Remove(const AccountId& account, std::string_view name, const RowCheck<Row>& check);

  // Shorthands for what most operations are about.
  Result<RowPointer<RoleRow>> Role(const AccountId& account, std::string_view name) const;
  Result<RowPointer<UserRow>> User(const AccountId& account, std::string_view name) const;
  Result<RowPointer<Entity>> EntityOf(Bearer bearer, const AccountId& account,
                                      std::string_view name) const;
  using EntityChange = std::function<Result<void>(Entity&, const state::Reader&)>;
  Result<void> ChangeEntity(Bearer bearer, const AccountId& account, std::string_view name,
                            const EntityChange& change);

  // Managed policies by ARN, of the account or of AWS.
  Result<RowPointer<PolicyRow>> Policy(const AccountId& account, std::string_view arn) const;
  static Result<RowPointer<PolicyRow>> PolicyIn(const state::Reader& reader,
                                                const AccountId& account, std::string_view arn);
  // Those of the account only: AWS's own cannot be changed.
  Result<void> ChangePolicy(const AccountId& account, std::string_view arn,
                            const RowChange<PolicyRow>& change);
  Result<void> RemovePolicy(const AccountId& account, std::string_view arn);
  // How often each managed policy is attached, and used as a boundary, within the account.
  struct Usage {
    int32_t attachments = 0;
    int32_t boundaries = 0;
  };
  using Usages = std::map<std::string, Usage>;
  Result<Usages> UsagesIn(const AccountId& account) const;

  // Renames and moves. What refers to the object by its name follows.
  Result<void> MoveUser(const AccountId& account, std::string_view name, const NewPlace& place);
  Result<void> MoveGroup(const AccountId& account, std::string_view name, const NewPlace& place);
  Result<CertificateRow> MoveCertificate(const AccountId& account, std::string_view name,
                                         const NewPlace& place);

  // Access keys; they also live under their own id, because a signature names nothing else.
  Result<KeyRow> AddKey(const AccountId& account, const std::string& user, Time now);
  Result<RowPointer<KeyRow>> Key(const AccountId& account, std::string_view user,
                                 std::string_view access_key_id) const;
  // Whoever's it is within the account; null when absent.
  Result<RowPointer<KeyRow>> FindKey(const AccountId& account,
                                     std::string_view access_key_id) const;
  Result<void> ChangeKey(const AccountId& account, std::string_view user,
                         std::string_view access_key_id,
                         const std::function<Result<void>(KeyRow&)>& change);
  Result<void> RemoveKey(const AccountId& account, std::string_view user,
                         std::string_view access_key_id);

  // Multi-factor devices. Enabling takes two codes that follow one another.
  struct MfaCodes {
    std::string_view first;
    std::string_view second;
  };
  Result<void> EnableMfa(const AccountId& account, std::string_view user, std::string_view serial,
                         const MfaCodes& codes, Time now);
  Result<void> DisableMfa(const AccountId& account, std::string_view user, std::string_view serial);

  // The account itself; a default row when nothing was ever set.
  Result<AccountRow> Account(const AccountId& account) const;
  Result<void> ChangeAccount(const AccountId& account,
                             const std::function<Result<void>(AccountRow&)>& change);
  // Claims an alias for the account; EntityAlreadyExists when another account has it.
  Result<void> SetAlias(const AccountId& account, const std::string& alias);
  Result<void> RemoveAlias(const AccountId& account, const std::string& alias);

  // Checks a trust policy and finds the ids of the users and roles it names.
  // MalformedPolicyDocument otherwise.
  Result<std::map<std::string, std::string>> TrustedIds(std::string_view document) const;
  // The trust policy as it is in force now: principals that are gone stand as their unique ids.
  std::string TrustInForce(const RoleRow& role) const;

  std::string NewId(std::string_view prefix);
  sys::Random& random() { return random_; }

 private:
  std::optional<std::string> CurrentId(const std::string& arn) const;
  Result<void> AddPolicies(const Entity& entity, authz::IdentityRecord& record) const;

  state::Store& store_;
  sys::Random& random_;
};

// "arn:aws:iam::111122223333:role/path/Name".
std::string ArnOf(const AccountId& account, std::string_view kind, std::string_view path,
                  std::string_view name);

}  // namespace firn::services::iam
