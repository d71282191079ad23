#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/iam.h"
#include "authz/facts.h"
#include "services/organizations/records.h"
#include "state/store.h"
#include "sys/random.h"

namespace firn::services::organizations {

// The organizations of accounts: their tree of units, their accounts and their policies. It is also
// what the gate asks which service control policies limit an account.
//
// Crash story: every change is one transaction of the store. The role in a new account is made
// before the account joins, so that dying in between leaves a role that nobody can use.
//
// Threads: any; reads use a snapshot.
class Organizations final : public authz::OrganizationFacts {
 public:
  Organizations(state::Store& store, sys::Random& random) : store_(store), random_(random) {}

  // The IAM that makes the role of a new account; called once, before any request, for IAM asks a
  // gate that asks this.
  void Connect(api::Iam& iam) { iam_ = &iam; }

  Result<std::optional<authz::OrganizationRecord>> OrganizationOf(
      const AccountId& account) const override;

  // The organization an account is in, null when it is in none.
  Result<std::shared_ptr<const OrganizationRow>> Find(const AccountId& account) const;
  // AWSOrganizationsNotInUseException when it is in none.
  Result<std::shared_ptr<const OrganizationRow>> Mine(const api::Call& call) const;
  // The same for the management account; AccessDeniedException for others.
  Result<std::shared_ptr<const OrganizationRow>> Managed(const api::Call& call) const;

  Result<OrganizationRow> Create(const api::Call& call, std::string_view feature_set);
  // Changes the organization that the caller manages; the closure may refuse, and then nothing
  // changes.
  Result<void> Change(const api::Call& call,
                      const std::function<Result<void>(OrganizationRow&)>& change);
  // Removes an organization that has no other accounts, units and policies.
  Result<void> Delete(const api::Call& call);

  struct NewAccount {
    std::string name;
    std::string email;
    std::string role;
    std::map<std::string, std::string> tags;
  };
  Result<RequestRow> CreateAccount(const api::Call& call, const NewAccount& account);
  // Takes an account out of the organization; it stands alone afterwards.
  Result<void> RemoveAccount(const api::Call& call, const std::string& account);

  std::string NewId(std::string_view prefix, size_t characters);

 private:
  Result<void> MakeRole(const api::Call& call, const AccountId& account, const std::string& role);

  state::Store& store_;
  sys::Random& random_;
  api::Iam* iam_ = nullptr;
};

// The policy that allows everything, which every root, unit and account begins with.
inline constexpr std::string_view kFullAccessId = "p-FullAWSAccess";
inline constexpr std::string_view kServiceControl = "SERVICE_CONTROL_POLICY";
const PolicyRow& FullAccess();

}  // namespace firn::services::organizations
