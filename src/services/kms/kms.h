#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/kms.h"
#include "authz/facts.h"
#include "services/kms/ciphertext.h"
#include "services/kms/records.h"
#include "services/kms/specs.h"
#include "services/kms/vault.h"
#include "state/table.h"
#include "sys/random.h"

namespace firn::services::kms {

// Where a key lies. Keys of one id in several Regions are separate resources with the same material.
struct KeyName {
  AccountId account;
  Region region;
  std::string id;
  std::string arn() const;
};

// Whether an operation takes an alias where it takes a key.
enum class Naming { kKeyOnly, kKeyOrAlias };

// Keys, aliases and grants of every account. As resource facts it answers key policies, with the grants on the key as
// further statements, and says that they decide first.
//
// Crash story: a key is durable before its id is answered; material never changes, it is only added to.
// Threads: any.
class Kms final : public authz::ResourceFacts {
 public:
  // `via` is the service that calls in its customers' stead ("s3"): it is what kms:ViaService says, and opens the keys
  // that AWS would manage for that service. Empty for customers' own calls.
  Kms(state::Store& store, const Vault& vault, sys::Random& random, std::string via = {})
      : store(store), vault(vault), random(random), via(std::move(via)) {}

  Result<std::optional<authz::ResourceRecord>> RecordOf(std::string_view arn) const override;

  // The key that an id, ARN, alias or alias ARN names. It exists when the name is an alias, and may not when it is not.
  Result<KeyName> Resolve(const api::Call& call, std::string_view key_id, Naming naming) const;
  // NotFoundException when it is not there, or its time has come.
  Result<KeyRecord> Load(const state::Reader& reader, const KeyName& name, Time now) const;
  // Both in one.
  Result<std::pair<KeyName, KeyRecord>> Find(const api::Call& call, std::string_view key_id, Naming naming) const;

  // A key that may be used now for `usage`: enabled, and rotated first when that is due. `operation` is named in
  // refusals.
  struct Usable {
    KeyName name;
    KeyRecord record;
    const Spec* spec = nullptr;
    std::string arn() const { return name.arn(); }
  };
  Result<Usable> KeyFor(const api::Call& call, std::string_view key_id, std::string_view usage,
                        std::string_view operation) const;
  Result<Usable> KeyFor(const api::Call& call, const KeyName& name, std::string_view usage,
                        std::string_view operation) const;

  // The secret of a version of a key.
  Result<std::string> SecretOf(const KeyName& name, const MaterialRecord& material) const;
  // A fresh version.
  Result<MaterialRecord> MakeMaterial(const KeyName& name, const Spec& spec, Time now) const;
  // An old version sealed for the same key in another Region.
  Result<MaterialRecord> Resealed(const KeyName& from, const KeyName& to, const MaterialRecord& material) const;

  // Encrypts with the newest version of a symmetric key, and decrypts with the version that a ciphertext names.
  Result<std::string> Seal(const Usable& key, const EncryptionContext& context, std::string_view text) const;
  Result<std::string> Unseal(const Usable& key, const Ciphertext& ciphertext, const EncryptionContext& context) const;

  // Changes a key under a transaction; `change` may refuse.
  Result<void> Change(const api::Call& call, std::string_view key_id,
                      const std::function<Result<void>(state::Transaction&, const KeyName&, KeyRecord&)>& change);
  // Adds a version to a key, and to the same key in other Regions. Without `due`, on demand; with it, only when the
  // key's rotation was due at that time.
  Result<void> Rotate(const KeyName& name, Time now, bool on_demand) const;

  // Removes keys whose time has come, with their aliases and grants.
  void Sweep(state::Transaction& transaction, const api::Call& call) const;

  Result<std::vector<AliasRecord>> AliasesOf(const state::Reader& reader, const KeyName& name) const;
  Result<std::vector<GrantRecord>> GrantsOf(const state::Reader& reader, const KeyName& name) const;

  state::Store& store;
  const Vault& vault;
  sys::Random& random;
  const std::string via;

 private:
  Result<KeyName> ManagedKey(const api::Call& call, const std::string& service) const;
};

std::string KeysPrefix(const AccountId& account, const Region& region);
std::string KeyKey(const KeyName& name);
std::string AliasesPrefix(const AccountId& account, const Region& region);
std::string AliasKey(const AccountId& account, const Region& region, std::string_view alias);
std::string GrantsPrefix(const KeyName& name);
std::string GrantKey(const KeyName& name, std::string_view grant_id);
KeyName NameOf(const AccountId& account, const Region& region, std::string_view id);

// DisabledException or KMSInvalidStateException unless the key is in the state that most operations need.
Result<void> CheckEnabled(const KeyName& name, const KeyRecord& record);
Result<void> CheckNotPendingDeletion(const KeyName& name, const KeyRecord& record);
// InvalidKeyUsageException when the algorithm is none of the key's.
Result<void> CheckAlgorithm(const std::vector<std::string_view>& offered, std::string_view algorithm,
                            std::string_view spec);
// DryRunOperationException when the caller asked only whether it would be allowed.
Result<void> CheckDryRun(const std::optional<bool>& dry_run);
// 501 when a member that is not offered is there.
Result<void> CheckAbsent(bool present, std::string_view member);

api::kms::KeyMetadata MetadataOf(const KeyName& name, const KeyRecord& record);

Result<std::map<std::string, std::string>> TagsOf(const std::optional<std::vector<api::kms::Tag>>& tags);
Result<void> MergeTags(std::map<std::string, std::string>& tags, const std::map<std::string, std::string>& more);
std::vector<api::kms::Tag> ApiTags(const std::map<std::string, std::string>& tags);

// Pages of lists. Markers are opaque; one that is none of ours is InvalidMarkerException.
std::string MarkerOf(std::string_view position);
Result<std::string> PositionOf(const std::optional<std::string>& marker);
inline size_t LimitOf(const std::optional<int32_t>& limit, size_t otherwise) {
  return limit ? static_cast<size_t>(*limit) : otherwise;
}

}  // namespace firn::services::kms
