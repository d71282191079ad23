#include "services/organizations/organizations.h"

#include <algorithm>
#include <utility>

#include "api/organizations.h"
#include "services/organizations/limits.h"
#include "services/organizations/tree.h"
#include "state/key.h"
#include "state/table.h"

namespace firn::services::organizations {
namespace {

constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kDigits = "0123456789";
constexpr size_t kAccountDigits = 12;

std::string RowKey(std::string_view id) { return state::Key("organization", id); }
std::string MemberKey(const AccountId& account) { return state::Key("organization-of", account); }

Unexpected NotInUse() {
  return api::organizations::AWSOrganizationsNotInUseException(
      "Your account is not a member of an organization.");
}

Result<std::shared_ptr<const OrganizationRow>> FindIn(const state::Reader& reader,
                                                      const AccountId& account) {
  const auto id = reader.Find(MemberKey(account));
  if (id == nullptr) return std::shared_ptr<const OrganizationRow>();
  return state::LoadShared<OrganizationRow>(reader, RowKey(*id));
}

Result<void> CheckManagement(const OrganizationRow& row, const AccountId& account) {
  if (row.management == account) return {};
  return api::organizations::AccessDeniedException(
      "You don't have permissions to access this resource.");
}

}  // namespace

const PolicyRow& FullAccess() {
  static const PolicyRow policy = {
      std::string(kFullAccessId),
      "FullAWSAccess",
      "Allows access to every operation",
      std::string(kServiceControl),
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})",
      {}};
  return policy;
}

std::string Organizations::NewId(std::string_view prefix, size_t characters) {
  return std::string(prefix) + random_.Text(characters, kAlphabet);
}

Result<std::shared_ptr<const OrganizationRow>> Organizations::Find(const AccountId& account) const {
  return FindIn(store_.Read(), account);
}

Result<std::shared_ptr<const OrganizationRow>> Organizations::Mine(const api::Call& call) const {
  FIRN_TRY(auto row, Find(call.account));
  if (row == nullptr) return NotInUse();
  return row;
}

Result<std::shared_ptr<const OrganizationRow>> Organizations::Managed(const api::Call& call) const {
  FIRN_TRY(auto row, Mine(call));
  FIRN_OK(CheckManagement(*row, call.account));
  return row;
}

Result<OrganizationRow> Organizations::Create(const api::Call& call, std::string_view feature_set) {
  OrganizationRow row;
  row.id = NewId("o-", 10);
  row.management = call.account;
  row.feature_set = feature_set;
  row.root.id = NewId("r-", 4);
  row.root.name = "Root";
  MemberRow member;
  member.node.id = call.account.text();
  member.node.name = "master";
  member.node.parent = row.root.id;
  member.email = "master@example.com";
  member.joined_method = "INVITED";
  member.joined = call.now;
  row.members[member.node.id] = member;
  FIRN_OK(store_.Write([&](state::Transaction& transaction) -> Result<void> {
    if (transaction.Has(MemberKey(call.account))) {
      return api::organizations::AlreadyInOrganizationException(
          "The provided account is already a member of an organization.");
    }
    state::Save(transaction, RowKey(row.id), row);
    transaction.Put(MemberKey(call.account), row.id);
    return {};
  }));
  return row;
}

Result<void> Organizations::Change(const api::Call& call,
                                   const std::function<Result<void>(OrganizationRow&)>& change) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found, FindIn(transaction, call.account));
    if (found == nullptr) return NotInUse();
    FIRN_OK(CheckManagement(*found, call.account));
    OrganizationRow row = *found;
    FIRN_OK(change(row));
    state::Save(transaction, RowKey(row.id), row);
    return {};
  });
}

Result<void> Organizations::Delete(const api::Call& call) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found, FindIn(transaction, call.account));
    if (found == nullptr) return NotInUse();
    FIRN_OK(CheckManagement(*found, call.account));
    if (found->members.size() > 1 || !found->units.empty() || !found->policies.empty()) {
      return api::organizations::OrganizationNotEmptyException(
          "To delete an organization you must first remove all member accounts (except the "
          "master).");
    }
    transaction.Erase(RowKey(found->id));
    transaction.Erase(MemberKey(call.account));
    return {};
  });
}

Result<void> Organizations::MakeRole(const api::Call& call, const AccountId& account,
                                     const std::string& role) {
  const api::Call inside = api::As(call, authz::RootOf(account));
  api::iam::CreateRoleInput input;
  input.role_name = role;
  input.assume_role_policy_document =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":")" +
      authz::RootOf(call.account).arn + R"("},"Action":"sts:AssumeRole"}]})";
  FIRN_OK(iam_->CreateRole(inside, input));
  FIRN_OK(iam_->AttachRolePolicy(inside, {role, "arn:aws:iam::aws:policy/AdministratorAccess"}));
  return {};
}

Result<RequestRow> Organizations::CreateAccount(const api::Call& call, const NewAccount& account) {
  FIRN_OK(Managed(call));
  FIRN_TRY(const AccountId id, AccountId::Parse(random_.Text(kAccountDigits, kDigits)));
  FIRN_OK(MakeRole(call, id, account.role));
  RequestRow request{NewId("car-", 32), account.name, id.text(), call.now};
  FIRN_OK(store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found, FindIn(transaction, call.account));
    if (found == nullptr) return NotInUse();
    OrganizationRow row = *found;
    FIRN_OK(CheckManagement(row, call.account));
    if (row.members.size() >= kAccountsMax) {
      return api::organizations::ConstraintViolationException(
          "You have exceeded the allowed number of AWS accounts.");
    }
    MemberRow member;
    member.node.id = id.text();
    member.node.name = account.name;
    member.node.parent = row.root.id;
    member.node.tags = account.tags;
    if (row.policy_types.contains(std::string(kServiceControl))) {
      member.node.policies.emplace(kFullAccessId);
    }
    member.email = account.email;
    member.joined = call.now;
    row.members[member.node.id] = std::move(member);
    row.requests[request.id] = request;
    state::Save(transaction, RowKey(row.id), row);
    transaction.Put(MemberKey(id), row.id);
    return {};
  }));
  return request;
}

Result<void> Organizations::RemoveAccount(const api::Call& call, const std::string& account) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found, FindIn(transaction, call.account));
    if (found == nullptr) return NotInUse();
    FIRN_OK(CheckManagement(*found, call.account));
    OrganizationRow row = *found;
    FIRN_OK(MemberOf(row, account));
    if (account == row.management.text()) {
      return api::organizations::MasterCannotLeaveOrganizationException(
          "You can't remove the management account from its organization.");
    }
    row.members.erase(account);
    FIRN_TRY(const AccountId id, AccountId::Parse(account));
    state::Save(transaction, RowKey(row.id), row);
    transaction.Erase(MemberKey(id));
    return {};
  });
}

Result<std::optional<authz::OrganizationRecord>> Organizations::OrganizationOf(
    const AccountId& account) const {
  FIRN_TRY(const auto row, Find(account));
  if (row == nullptr) return std::nullopt;
  authz::OrganizationRecord record;
  record.id = row->id;
  const auto path = PathTo(*row, account.text());
  for (const NodeRow* node : path) record.path += node->id + "/";
  record.path =
      row->id + "/" + record.path.substr(0, record.path.size() - account.text().size() - 1);
  // Service control policies never limit the management account.
  const bool limited =
      row->management != account && row->policy_types.contains(std::string(kServiceControl));
  if (!limited) return record;
  for (const NodeRow* node : path) {
    std::vector<authz::PolicyDocument> level;
    for (const std::string& id : node->policies) {
      FIRN_TRY(const PolicyRow* policy, PolicyOf(*row, id));
      if (policy->type == kServiceControl) level.push_back({policy->name, policy->content});
    }
    record.control_policies.push_back(std::move(level));
  }
  return record;
}

}  // namespace firn::services::organizations
