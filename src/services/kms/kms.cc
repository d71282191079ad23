#include "services/kms/kms.h"

#include <algorithm>

#include "base/cipher.h"
#include "base/encoding.h"
#include "services/kms/limits.h"
#include "services/kms/policy.h"

namespace firn::services::kms {
namespace {

// Services whose keys AWS manages under alias/aws/...
constexpr std::string_view kManagedServices[] = {"s3", "s3tables", "glue", "firehose", "logs", "athena"};

// What material is sealed for.
std::string BindingOf(const KeyName& name, std::string_view material_id) {
  return name.arn() + "#" + std::string(material_id);
}

Unexpected NoSuchAlias(const Arn& arn) {
  return api::kms::NotFoundException("Alias " + arn.text() + " is not found.");
}

// Takes a replica that is gone out of the list that its siblings keep.
void Forget(state::Transaction& transaction, const KeyName& name) {
  const auto record = state::Load<KeyRecord>(transaction, KeyKey(name));
  if (!record || !*record) return;
  for (const std::string& text : (*record)->regions) {
    const auto region = Region::Parse(text);
    if (!region || *region == name.region) continue;
    const KeyName other = NameOf(name.account, *region, name.id);
    auto sibling = state::Load<KeyRecord>(transaction, KeyKey(other));
    if (!sibling || !*sibling) continue;
    std::erase((*sibling)->regions, name.region.text());
    state::Save(transaction, KeyKey(other), **sibling);
  }
}

bool IsKeyId(std::string_view text) {
  const bool multi_region = text.starts_with("mrk-");
  const std::string_view digits = multi_region ? text.substr(4) : text;
  if (digits.size() != (multi_region ? 32u : 36u)) return false;
  for (size_t i = 0; i < digits.size(); ++i) {
    const bool hyphen = !multi_region && (i == 8 || i == 13 || i == 18 || i == 23);
    const char c = digits[i];
    if (hyphen ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

}  // namespace

std::string KeyName::arn() const { return Arn::Of("kms", region, account, "key/" + id).text(); }

KeyName NameOf(const AccountId& account, const Region& region, std::string_view id) {
  return {account, region, std::string(id)};
}

std::string KeysPrefix(const AccountId& account, const Region& region) {
  return state::Key("kms", account, region, "key");
}
std::string KeyKey(const KeyName& name) { return state::Key("kms", name.account, name.region, "key", name.id); }
std::string AliasesPrefix(const AccountId& account, const Region& region) {
  return state::Key("kms", account, region, "alias");
}
std::string AliasKey(const AccountId& account, const Region& region, std::string_view alias) {
  return state::Key("kms", account, region, "alias", alias);
}
std::string GrantsPrefix(const KeyName& name) { return state::Key("kms", name.account, name.region, "grant", name.id); }
std::string GrantKey(const KeyName& name, std::string_view grant_id) {
  return state::Key("kms", name.account, name.region, "grant", name.id, grant_id);
}

Result<std::optional<authz::ResourceRecord>> Kms::RecordOf(std::string_view arn) const {
  const auto parsed = Arn::Parse(arn);
  if (!parsed || parsed->service != "kms" || !parsed->resource.starts_with("key/")) {
    return std::optional<authz::ResourceRecord>();
  }
  const auto account = AccountId::Parse(parsed->account);
  const auto region = Region::Parse(parsed->region);
  if (!account || !region) return std::optional<authz::ResourceRecord>();
  const KeyName name = NameOf(*account, *region, parsed->resource.substr(4));
  const state::Snapshot snapshot = store.Read();
  FIRN_TRY(const auto record, state::LoadShared<KeyRecord>(snapshot, KeyKey(name)));
  if (record == nullptr) return std::optional<authz::ResourceRecord>();
  authz::ResourceRecord answer{*account, {{"key policy", record->policy}}, true};
  FIRN_TRY(const auto grants, GrantsOf(snapshot, name));
  if (!grants.empty()) answer.policies.push_back(PolicyOfGrants(grants));
  return std::optional(std::move(answer));
}

Result<KeyName> Kms::Resolve(const api::Call& call, std::string_view key_id, Naming naming) const {
  AccountId account = call.account;
  std::string resource(key_id);
  if (key_id.starts_with("arn:")) {
    const auto arn = Arn::Parse(key_id);
    const auto owner = arn ? AccountId::Parse(arn->account) : Result<AccountId>(Fail(Kind::kInvalid, ""));
    if (!arn || arn->service != "kms" || !owner) {
      return api::kms::InvalidArnException("Invalid arn " + std::string(key_id));
    }
    if (arn->region != call.region.text()) return api::kms::NotFoundException("Invalid arn " + arn->region);
    account = *owner;
    resource = arn->resource;
    if (resource.starts_with("key/")) resource.erase(0, 4);
    else if (!resource.starts_with("alias/")) {
      return api::kms::InvalidArnException("Invalid arn " + std::string(key_id));
    }
  }
  if (!resource.starts_with("alias/")) {
    if (!IsKeyId(resource)) return api::kms::NotFoundException("Invalid keyId " + std::string(key_id));
    return NameOf(account, call.region, resource);
  }
  if (naming == Naming::kKeyOnly) return api::kms::NotFoundException("Invalid keyId " + std::string(key_id));
  constexpr std::string_view kManaged = "alias/aws/";
  if (resource.starts_with(kManaged) && account == call.account) {
    return ManagedKey(call, resource.substr(kManaged.size()));
  }
  const state::Snapshot snapshot = store.Read();
  FIRN_TRY(const auto alias,
           state::LoadShared<AliasRecord>(snapshot, AliasKey(account, call.region, resource)));
  if (alias == nullptr) return NoSuchAlias(Arn::Of("kms", call.region, account, resource));
  return NameOf(account, call.region, alias->key_id);
}

// AWS makes such a key the first time that somebody names it.
Result<KeyName> Kms::ManagedKey(const api::Call& call, const std::string& service) const {
  const std::string alias = "alias/aws/" + service;
  const std::string key = AliasKey(call.account, call.region, alias);
  FIRN_TRY(const auto existing, state::LoadShared<AliasRecord>(store.Read(), key));
  if (existing != nullptr) return NameOf(call.account, call.region, existing->key_id);
  const auto& known = kManagedServices;
  if (std::find(std::begin(known), std::end(known), service) == std::end(known)) {
    return NoSuchAlias(Arn::Of("kms", call.region, call.account, alias));
  }
  const KeyName name = NameOf(call.account, call.region, random.Uuid());
  KeyRecord record;
  record.id = name.id;
  record.description = "Default key that protects my " + service + " data when no other key is defined";
  record.usage = "ENCRYPT_DECRYPT";
  record.spec = "SYMMETRIC_DEFAULT";
  record.service = service;
  record.created = call.now;
  record.state = "Enabled";
  record.policy = ManagedPolicy(call.account, call.region, service);
  record.rotation_days = kRotationDaysDefault;
  record.next_rotation = call.now + kRotationDaysDefault * kDay;
  FIRN_TRY(auto material, MakeMaterial(name, *FindSpec(record.spec), call.now));
  record.materials.push_back(std::move(material));
  return store.WriteReturning<KeyName>([&](state::Transaction& transaction) -> Result<KeyName> {
    FIRN_TRY(const auto made, state::LoadShared<AliasRecord>(transaction, key));
    if (made != nullptr) return NameOf(call.account, call.region, made->key_id);
    state::Save(transaction, KeyKey(name), record);
    state::Save(transaction, key, AliasRecord{alias, name.id, call.now, call.now});
    return name;
  });
}

Result<KeyRecord> Kms::Load(const state::Reader& reader, const KeyName& name, Time now) const {
  FIRN_TRY(auto record, state::Load<KeyRecord>(reader, KeyKey(name)));
  if (!record || (record->deletion && *record->deletion <= now)) {
    return api::kms::NotFoundException("Key '" + name.arn() + "' does not exist");
  }
  return *std::move(record);
}

Result<std::pair<KeyName, KeyRecord>> Kms::Find(const api::Call& call, std::string_view key_id, Naming naming) const {
  FIRN_TRY(KeyName name, Resolve(call, key_id, naming));
  FIRN_TRY(KeyRecord record, Load(store.Read(), name, call.now));
  return std::pair(std::move(name), std::move(record));
}

Result<Kms::Usable> Kms::KeyFor(const api::Call& call, std::string_view key_id, std::string_view usage,
                                std::string_view operation) const {
  FIRN_TRY(const KeyName name, Resolve(call, key_id, Naming::kKeyOrAlias));
  return KeyFor(call, name, usage, operation);
}

Result<Kms::Usable> Kms::KeyFor(const api::Call& call, const KeyName& name, std::string_view usage,
                                std::string_view operation) const {
  FIRN_TRY(KeyRecord record, Load(store.Read(), name, call.now));
  FIRN_OK(CheckEnabled(name, record));
  if (record.usage != usage) {
    return api::kms::InvalidKeyUsageException(name.arn() + " key usage is " + record.usage +
                                              " which is not valid for " + std::string(operation) + ".");
  }
  if (record.next_rotation && *record.next_rotation <= call.now) {
    FIRN_OK(Rotate(name, call.now, false));
    FIRN_TRY(record, Load(store.Read(), name, call.now));
  }
  const Spec* spec = FindSpec(record.spec);
  if (spec == nullptr) return Fail(Kind::kCorrupt, "a key is of a kind that is not known: " + record.spec);
  return Usable{name, std::move(record), spec};
}

Result<std::string> Kms::SecretOf(const KeyName& name, const MaterialRecord& material) const {
  return vault.Unseal(BindingOf(name, material.id), material.sealed);
}

Result<MaterialRecord> Kms::MakeMaterial(const KeyName& name, const Spec& spec, Time now) const {
  MaterialRecord material;
  material.id = HexEncode(random.Bytes(32));
  material.created = now;
  std::string secret;
  if (spec.pair) {
    FIRN_TRY(KeyPair pair, MakeKeyPair(*spec.pair));
    secret = std::move(pair.private_key);
    material.public_key = std::move(pair.public_key);
  } else {
    secret = random.Bytes(spec.secret_bytes);
  }
  material.sealed = vault.Seal(BindingOf(name, material.id), secret);
  return material;
}

Result<MaterialRecord> Kms::Resealed(const KeyName& from, const KeyName& to, const MaterialRecord& material) const {
  FIRN_TRY(const std::string secret, SecretOf(from, material));
  MaterialRecord copy = material;
  copy.sealed = vault.Seal(BindingOf(to, material.id), secret);
  return copy;
}

Result<std::string> Kms::Seal(const Usable& key, const EncryptionContext& context, std::string_view text) const {
  const MaterialRecord& material = key.record.materials.back();
  FIRN_TRY(const std::string secret, SecretOf(key.name, material));
  Ciphertext ciphertext{key.name.account, key.name.id, material.id, random.Bytes(kGcmNonceBytes), {}};
  const std::string bound = BoundBytes(ciphertext, context);
  ciphertext.sealed = SealGcm({secret, ciphertext.nonce, bound, text});
  return BlobOf(ciphertext);
}

Result<std::string> Kms::Unseal(const Usable& key, const Ciphertext& ciphertext,
                                const EncryptionContext& context) const {
  const auto& materials = key.record.materials;
  const auto material = std::find_if(materials.begin(), materials.end(), [&](const MaterialRecord& candidate) {
    return candidate.id == ciphertext.material_id;
  });
  if (material == materials.end()) return api::kms::InvalidCiphertextException("");
  FIRN_TRY(const std::string secret, SecretOf(key.name, *material));
  const std::string bound = BoundBytes(ciphertext, context);
  auto text = OpenGcm({secret, ciphertext.nonce, bound, ciphertext.sealed});
  if (!text) return api::kms::InvalidCiphertextException("");
  return text;
}

Result<void> Kms::Change(
    const api::Call& call, std::string_view key_id,
    const std::function<Result<void>(state::Transaction&, const KeyName&, KeyRecord&)>& change) {
  FIRN_TRY(const KeyName name, Resolve(call, key_id, Naming::kKeyOnly));
  return store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(KeyRecord record, Load(transaction, name, call.now));
    FIRN_OK(change(transaction, name, record));
    state::Save(transaction, KeyKey(name), record);
    return {};
  });
}

Result<void> Kms::Rotate(const KeyName& name, Time now, bool on_demand) const {
  FIRN_TRY(const KeyRecord before, Load(store.Read(), name, now));
  const Spec* spec = FindSpec(before.spec);
  if (spec == nullptr) return Fail(Kind::kCorrupt, "a key is of a kind that is not known: " + before.spec);
  FIRN_TRY(MaterialRecord material, MakeMaterial(name, *spec, now));
  material.rotation = on_demand ? "ON_DEMAND" : "AUTOMATIC";
  return store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(KeyRecord record, Load(transaction, name, now));
    // Two who found it due at once rotate it once.
    if (!on_demand && (!record.next_rotation || *record.next_rotation > now)) return {};
    std::vector<KeyName> all{name};
    for (const std::string& text : record.regions) {
      FIRN_TRY(const Region region, Region::Parse(text));
      if (region != name.region) all.push_back(NameOf(name.account, region, name.id));
    }
    for (const KeyName& each : all) {
      FIRN_TRY(auto found, state::Load<KeyRecord>(transaction, KeyKey(each)));
      if (!found) continue;
      FIRN_TRY(MaterialRecord copy, Resealed(name, each, material));
      found->materials.push_back(std::move(copy));
      if (!on_demand) found->next_rotation = now + found->rotation_days * kDay;
      state::Save(transaction, KeyKey(each), *found);
    }
    return {};
  });
}

void Kms::Sweep(state::Transaction& transaction, const api::Call& call) const {
  std::vector<std::string> ended;
  const auto keys = state::List<KeyRecord>(transaction, KeysPrefix(call.account, call.region), "", SIZE_MAX);
  if (!keys) return;
  for (const auto& item : keys->items) {
    if (item.value->deletion && *item.value->deletion <= call.now) ended.push_back(item.value->id);
  }
  for (const std::string& id : ended) {
    const KeyName name = NameOf(call.account, call.region, id);
    Forget(transaction, name);
    if (const auto aliases = AliasesOf(transaction, name)) {
      for (const AliasRecord& alias : *aliases) {
        transaction.Erase(AliasKey(call.account, call.region, alias.name));
      }
    }
    transaction.ErasePrefix(GrantsPrefix(name));
    transaction.Erase(KeyKey(name));
  }
}

Result<std::vector<AliasRecord>> Kms::AliasesOf(const state::Reader& reader, const KeyName& name) const {
  FIRN_TRY(const auto all, state::List<AliasRecord>(reader, AliasesPrefix(name.account, name.region), "", SIZE_MAX));
  std::vector<AliasRecord> aliases;
  for (const auto& item : all.items) {
    if (item.value->key_id == name.id) aliases.push_back(*item.value);
  }
  return aliases;
}

Result<std::vector<GrantRecord>> Kms::GrantsOf(const state::Reader& reader, const KeyName& name) const {
  FIRN_TRY(const auto all, state::List<GrantRecord>(reader, GrantsPrefix(name), "", SIZE_MAX));
  std::vector<GrantRecord> grants;
  for (const auto& item : all.items) grants.push_back(*item.value);
  return grants;
}

}  // namespace firn::services::kms
