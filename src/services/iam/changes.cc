// Changes that touch more than one row: renames, keys, devices, managed policies, the account.

#include <algorithm>
#include <utility>

#include "api/iam.h"
#include "services/iam/managed.h"
#include "services/iam/rows.h"
#include "services/iam/totp.h"

namespace firn::services::iam {
namespace {

using api::iam::DeleteConflictException;
using api::iam::EntityAlreadyExistsException;
using api::iam::LimitExceededException;
using api::iam::NoSuchEntityException;

constexpr std::string_view kKeyAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kSecretAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr size_t kKeyCharacters = 16;
constexpr size_t kSecretCharacters = 40;

std::string AccountKey(const AccountId& account) { return state::Key("iam-account", account); }
std::string AliasKey(std::string_view alias) { return state::Key("iam-alias", alias); }

Unexpected NoKey(std::string_view id) {
  return NoSuchEntityException("The Access Key with id " + std::string(id) + " cannot be found.");
}

Unexpected NotWritable(std::string_view arn) {
  return Fail(Error{Kind::kDenied,
                    "Cannot perform the operation on AWS managed policy " + std::string(arn) + ".",
                    "AccessDenied",
                    403,
                    {}});
}

Result<Iam::Usages> CountUsages(const state::Reader& reader, const AccountId& account) {
  Iam::Usages usages;
  const auto count = [&](const auto& rows) {
    for (const auto& row : rows) {
      for (const std::string& arn : row->entity.attached) ++usages[arn].attachments;
      if (row->entity.boundary) ++usages[*row->entity.boundary].boundaries;
    }
  };
  FIRN_TRY(const auto roles, Iam::AllIn<RoleRow>(reader, account));
  FIRN_TRY(const auto users, Iam::AllIn<UserRow>(reader, account));
  FIRN_TRY(const auto groups, Iam::AllIn<GroupRow>(reader, account));
  count(roles), count(users), count(groups);
  return usages;
}

// Gives a row its new name, path and ARN under its new key; the row as it is now.
template <class Row>
Result<Row> Move(state::Transaction& transaction, const AccountId& account, std::string_view name,
                 const NewPlace& place) {
  FIRN_TRY(auto found, Iam::Find<Row>(transaction, account, name));
  if (found == nullptr) return KindOf<Row>::Missing(name);
  Row row = *found;
  auto& object = ObjectOf(row);
  object.name = place.name.value_or(object.name);
  object.path = place.path.value_or(object.path);
  object.arn = ArnOf(account, KindOf<Row>::kResource, object.path, object.name);
  const std::string before = RowKey<Row>(account, name);
  const std::string after = RowKey<Row>(account, object.name);
  if (before != after && transaction.Has(after)) return KindOf<Row>::Taken(object.name);
  transaction.Erase(before);
  SaveRow(transaction, account, row);
  return row;
}

Result<KeyRow> OwnKey(const state::Reader& reader, const AccountId& account, std::string_view user,
                      std::string_view id) {
  FIRN_TRY(auto key, state::Load<KeyRow>(reader, AccessKeyKey(id)));
  if (!key || key->account != account || key->user != user) return NoKey(id);
  return *std::move(key);
}

}  // namespace

Result<Iam::Usages> Iam::UsagesIn(const AccountId& account) const {
  return CountUsages(store_.Read(), account);
}

Result<void> Iam::ChangePolicy(const AccountId& account, std::string_view arn,
                               const RowChange<PolicyRow>& change) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found, PolicyIn(transaction, account, arn));
    if (AwsManagedPolicies().contains(arn)) return NotWritable(arn);
    PolicyRow row = *found;
    FIRN_OK(change(row, transaction));
    SaveRow(transaction, account, row);
    return {};
  });
}

Result<void> Iam::RemovePolicy(const AccountId& account, std::string_view arn) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found, PolicyIn(transaction, account, arn));
    if (AwsManagedPolicies().contains(arn)) return NotWritable(arn);
    FIRN_TRY(const Usages usages, CountUsages(transaction, account));
    if (usages.contains(found->arn)) {
      return DeleteConflictException("Cannot delete a policy attached to entities.");
    }
    if (found->versions.size() > 1) {
      return DeleteConflictException(
          "This policy has more than one version. Before you delete a policy, you must delete the "
          "policy's versions. The default version is deleted with the policy.");
    }
    transaction.Erase(RowKey<PolicyRow>(account, found->name));
    return {};
  });
}

Result<void> Iam::MoveUser(const AccountId& account, std::string_view name, const NewPlace& place) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const UserRow row, Move<UserRow>(transaction, account, name, place));
    for (const std::string& id : row.key_ids) {
      FIRN_TRY(auto key, state::Load<KeyRow>(transaction, AccessKeyKey(id)));
      if (!key) continue;
      key->user = row.entity.name;
      state::Save(transaction, AccessKeyKey(id), *key);
    }
    for (const std::string& serial : row.mfa) {
      FIRN_TRY(auto found, Find<MfaRow>(transaction, account, serial));
      if (found == nullptr) continue;
      MfaRow device = *found;
      device.user = row.entity.name;
      SaveRow(transaction, account, device);
    }
    return {};
  });
}

Result<void> Iam::MoveGroup(const AccountId& account, std::string_view name,
                            const NewPlace& place) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const GroupRow row, Move<GroupRow>(transaction, account, name, place));
    FIRN_TRY(const auto users, AllIn<UserRow>(transaction, account));
    for (const auto& user : users) {
      const auto& groups = user->groups;
      if (std::find(groups.begin(), groups.end(), name) == groups.end()) continue;
      UserRow member = *user;
      std::replace(member.groups.begin(), member.groups.end(), std::string(name), row.entity.name);
      SaveRow(transaction, account, member);
    }
    return {};
  });
}

Result<CertificateRow> Iam::MoveCertificate(const AccountId& account, std::string_view name,
                                            const NewPlace& place) {
  return store_.WriteReturning<CertificateRow>([&](state::Transaction& transaction) {
    return Move<CertificateRow>(transaction, account, name, place);
  });
}

Result<KeyRow> Iam::AddKey(const AccountId& account, const std::string& user, Time now) {
  KeyRow key;
  key.id = "AKIA" + random_.Text(kKeyCharacters, kKeyAlphabet);
  key.secret = random_.Text(kSecretCharacters, kSecretAlphabet);
  key.account = account;
  key.user = user;
  key.created = now;
  FIRN_OK(store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found, Find<UserRow>(transaction, account, user));
    if (found == nullptr) return KindOf<UserRow>::Missing(user);
    UserRow row = *found;
    if (row.key_ids.size() >= kAccessKeysMax) {
      return LimitExceededException("Cannot exceed quota for AccessKeysPerUser: " +
                                    std::to_string(kAccessKeysMax));
    }
    row.key_ids.push_back(key.id);
    SaveRow(transaction, account, row);
    state::Save(transaction, AccessKeyKey(key.id), key);
    return {};
  }));
  return key;
}

Result<Iam::RowPointer<KeyRow>> Iam::FindKey(const AccountId& account,
                                             std::string_view access_key_id) const {
  FIRN_TRY(auto row, state::LoadShared<KeyRow>(store_.Read(), AccessKeyKey(access_key_id)));
  if (row != nullptr && row->account != account) row = nullptr;
  return row;
}

Result<Iam::RowPointer<KeyRow>> Iam::Key(const AccountId& account, std::string_view user,
                                         std::string_view access_key_id) const {
  FIRN_TRY(auto row, FindKey(account, access_key_id));
  if (row == nullptr || row->user != user) return NoKey(access_key_id);
  return row;
}

Result<void> Iam::ChangeKey(const AccountId& account, std::string_view user,
                            std::string_view access_key_id,
                            const std::function<Result<void>(KeyRow&)>& change) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(KeyRow key, OwnKey(transaction, account, user, access_key_id));
    FIRN_OK(change(key));
    state::Save(transaction, AccessKeyKey(access_key_id), key);
    return {};
  });
}

Result<void> Iam::RemoveKey(const AccountId& account, std::string_view user,
                            std::string_view access_key_id) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(OwnKey(transaction, account, user, access_key_id));
    FIRN_TRY(auto found, Find<UserRow>(transaction, account, user));
    if (found != nullptr) {
      UserRow row = *found;
      std::erase(row.key_ids, access_key_id);
      SaveRow(transaction, account, row);
    }
    transaction.Erase(AccessKeyKey(access_key_id));
    return {};
  });
}

Result<void> Iam::NoteKeyUse(const authz::KeyUse& use) {
  const auto old = [&](const KeyRow& key) {
    return !key.used || use.at - *key.used >= kKeyUseResolution;
  };
  FIRN_TRY(auto row, state::LoadShared<KeyRow>(store_.Read(), AccessKeyKey(use.access_key_id)));
  if (row == nullptr || !old(*row)) return {};
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto key, state::Load<KeyRow>(transaction, AccessKeyKey(use.access_key_id)));
    if (!key || !old(*key)) return {};
    key->used = std::chrono::floor<std::chrono::seconds>(use.at);
    key->used_service = use.service;
    key->used_region = use.region;
    state::Save(transaction, AccessKeyKey(use.access_key_id), *key);
    return {};
  });
}

Result<void> Iam::EnableMfa(const AccountId& account, std::string_view user,
                            std::string_view serial, const MfaCodes& codes, Time now) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto owner, Find<UserRow>(transaction, account, user));
    if (owner == nullptr) return KindOf<UserRow>::Missing(user);
    FIRN_TRY(auto found, Find<MfaRow>(transaction, account, serial));
    if (found == nullptr) return KindOf<MfaRow>::Missing(serial);
    if (found->user && *found->user != user) {
      return EntityAlreadyExistsException("MFA Device is already in use.");
    }
    MfaRow device = *found;
    const auto first = StepOf(device.seed, codes.first, now, device.last_step);
    if (!first || CodeOf(device.seed, *first + 1) != codes.second) {
      return api::iam::InvalidAuthenticationCodeException(
          "Authentication code for device is not valid.");
    }
    device.last_step = *first + 1;
    UserRow row = *owner;
    if (!device.user) {
      if (row.mfa.size() >= kMfaDevicesPerUserMax) {
        return LimitExceededException("Cannot exceed quota for MFADevicesPerUser: " +
                                      std::to_string(kMfaDevicesPerUserMax));
      }
      row.mfa.push_back(device.arn);
      device.user = row.entity.name;
      device.enabled = now;
    }
    SaveRow(transaction, account, row);
    SaveRow(transaction, account, device);
    return {};
  });
}

Result<void> Iam::DisableMfa(const AccountId& account, std::string_view user,
                             std::string_view serial) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto owner, Find<UserRow>(transaction, account, user));
    if (owner == nullptr) return KindOf<UserRow>::Missing(user);
    FIRN_TRY(auto found, Find<MfaRow>(transaction, account, serial));
    if (found == nullptr || found->user != user) return KindOf<MfaRow>::Missing(serial);
    UserRow row = *owner;
    std::erase(row.mfa, serial);
    MfaRow device = *found;
    device.user.reset();
    device.enabled.reset();
    SaveRow(transaction, account, row);
    SaveRow(transaction, account, device);
    return {};
  });
}

Result<bool> Iam::AcceptMfaCode(const authz::Principal& user, std::string_view serial,
                                std::string_view code, Time now) {
  bool accepted = false;
  FIRN_OK(store_.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string name = user.arn.substr(user.arn.rfind('/') + 1);
    FIRN_TRY(auto owner, Find<UserRow>(transaction, user.account, name));
    FIRN_TRY(auto found, Find<MfaRow>(transaction, user.account, serial));
    if (owner == nullptr || owner->entity.id != user.id) return {};
    if (found == nullptr || found->user != name) return {};
    const auto step = StepOf(found->seed, code, now, found->last_step);
    if (!step) return {};
    MfaRow device = *found;
    device.last_step = *step;
    SaveRow(transaction, user.account, device);
    accepted = true;
    return {};
  }));
  return accepted;
}

Result<AccountRow> Iam::Account(const AccountId& account) const {
  FIRN_TRY(auto row, state::Load<AccountRow>(store_.Read(), AccountKey(account)));
  return row.value_or(AccountRow());
}

Result<void> Iam::ChangeAccount(const AccountId& account,
                                const std::function<Result<void>(AccountRow&)>& change) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found, state::Load<AccountRow>(transaction, AccountKey(account)));
    AccountRow row = found.value_or(AccountRow());
    FIRN_OK(change(row));
    state::Save(transaction, AccountKey(account), row);
    return {};
  });
}

Result<void> Iam::SetAlias(const AccountId& account, const std::string& alias) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found, state::Load<AccountRow>(transaction, AccountKey(account)));
    AccountRow row = found.value_or(AccountRow());
    if (transaction.Has(AliasKey(alias)) && row.alias != alias) {
      return EntityAlreadyExistsException("The account alias " + alias + " already exists.");
    }
    // An account has one alias; a new one takes the old one's place.
    if (!row.alias.empty()) transaction.Erase(AliasKey(row.alias));
    row.alias = alias;
    transaction.Put(AliasKey(alias), account.text());
    state::Save(transaction, AccountKey(account), row);
    return {};
  });
}

Result<void> Iam::RemoveAlias(const AccountId& account, const std::string& alias) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto row, state::Load<AccountRow>(transaction, AccountKey(account)));
    if (!row || row->alias != alias) {
      return NoSuchEntityException("The account alias " + alias + " cannot be found.");
    }
    transaction.Erase(AliasKey(alias));
    row->alias.clear();
    state::Save(transaction, AccountKey(account), *row);
    return {};
  });
}

}  // namespace firn::services::iam
