#include "services/lakeformation/grants.h"

#include <algorithm>

#include "services/lakeformation/limits.h"
#include "services/lakeformation/tags.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

using Permissions = std::set<std::string>;

// A change with every part understood.
struct Read {
  Grantee grantee;
  Target target;
  Permissions permissions;
  Permissions grantable;
};

bool Within(const Permissions& some, const Permissions& all) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

Unexpected BadPermissions() {
  return lf::InvalidInputException("Permissions modification is invalid.");
}

Permissions SetOf(const std::optional<std::vector<std::string>>& words) {
  return words ? Permissions(words->begin(), words->end()) : Permissions();
}

Result<Read> ReadChange(const api::Call& call, const Change& change) {
  if (change.condition && change.condition->expression) {
    return Fail(
        Error{Kind::kUnsupported, "Condition is not implemented", "NotImplemented", 501, {}});
  }
  FIRN_TRY(const AccountId account, AccountOf(call, change.catalog_id));
  if (!change.principal) return lf::InvalidInputException("Invalid principal");
  if (!change.resource) return lf::InvalidInputException("Resource is mandatory");
  Read read;
  FIRN_TRY(read.grantee, ParseGrantee(change.principal->data_lake_principal_identifier));
  FIRN_TRY(read.target, ReadTarget(account, *change.resource));
  read.permissions = SetOf(change.permissions);
  read.grantable = SetOf(change.grantable);
  const Permissions& valid = ValidOn(read.target);
  if (!Within(read.permissions, valid) || !Within(read.grantable, valid)) return BadPermissions();
  return read;
}

// Whether the grantee belongs to another account than the thing.
bool IsOutside(const Read& read) {
  return read.grantee.account && *read.grantee.account != read.target.owner;
}

// What Lake Formation never grants, whoever asks.
Result<void> CheckGrant(const api::Call& call, const Read& read) {
  const Target& target = read.target;
  if (read.permissions.empty() || !Within(read.grantable, read.permissions))
    return BadPermissions();
  if (read.grantable.contains("SUPER_USER")) return BadPermissions();
  if (!read.grantable.empty() &&
      (!target.excluded.empty() || read.grantee.kind == Grantee::Kind::kIamAllowed)) {
    return BadPermissions();
  }
  // There are no organizations here that it could be.
  if (read.grantee.kind == Grantee::Kind::kOrganization) {
    const std::string& arn = read.grantee.name;
    return lf::InvalidInputException("Organization " + arn.substr(arn.find("/o-") + 1) +
                                     " not found");
  }
  const bool outside = IsOutside(read);
  if (read.grantee.kind == Grantee::Kind::kIamAllowed && !target.catalog_object()) {
    return lf::InvalidInputException("Invalid principal");
  }
  if (outside && read.permissions.contains("SUPER_USER")) return BadPermissions();
  if (outside && target.kind == Target::Kind::kDatabase &&
      (read.permissions.contains("ALL") || read.permissions.contains("DROP"))) {
    return BadPermissions();
  }
  if (call.account == target.owner) return {};
  // Who received a share passes it on inside its own account only.
  if (!read.grantee.account || *read.grantee.account != call.account) {
    return Denied("Not authorized to grant permissions for the resource");
  }
  return {};
}

// The words with ALL spelled out.
Permissions Spelled(const Permissions& words, const Target& target) {
  Permissions spelled = words;
  if (spelled.erase("ALL") != 0) {
    const Permissions& all = authz::AllPermissionsOn(authz::KindOf(target.Asked()));
    spelled.insert(all.begin(), all.end());
  }
  return spelled;
}

Unexpected NotEntitled() {
  return Denied(
      "Resource does not exist or requester is not authorized to access requested permissions.");
}

// The resources on which the caller must hold what it grants: each value of a tag by itself.
std::vector<authz::LakeResource> AskedOf(const Target& target) {
  if (target.kind != Target::Kind::kTag) return {target.Asked()};
  std::vector<authz::LakeResource> asked;
  for (const std::string& value : target.tag_values) {
    asked.push_back(target.resource);
    asked.back().tag_value = value;
  }
  return asked;
}

// Whether the caller may grant by each tag of the policy, or by its saved expression.
Result<bool> MayUsePolicy(const LakeFormation& lakeformation, const api::Call& call,
                          const Target& target) {
  constexpr const char* kWord = "GRANT_WITH_LF_TAG_EXPRESSION";
  std::vector<authz::LakeResource> asked;
  if (target.conditions.empty()) asked.push_back(target.resource);
  for (const TagCondition& condition : target.conditions) {
    for (const std::string& value : condition.values) {
      asked.push_back({target.resource.catalog, "", ""});
      asked.back().tag_key = condition.key;
      asked.back().tag_value = value;
    }
  }
  for (const authz::LakeResource& resource : asked) {
    FIRN_TRY(const auto rights,
             lakeformation.RightsOf(call.principal, resource, call.region.text()));
    if (!rights.permissions.contains(kWord)) return false;
  }
  return true;
}

// The answer is the same for what is not there, so that names cannot be probed.
Result<void> CheckRight(const LakeFormation& lakeformation, const api::Call& call,
                        const Read& read) {
  const Target& target = read.target;
  if (target.kind == Target::Kind::kPolicy) {
    FIRN_TRY(const bool may, MayUsePolicy(lakeformation, call, target));
    if (!may) return NotEntitled();
    return {};
  }
  Permissions words = Spelled(read.permissions, target);
  words.merge(Spelled(read.grantable, target));
  for (authz::LakeResource resource : AskedOf(target)) {
    // A filter's rows are granted by who may grant the whole table.
    if (target.kind == Target::Kind::kFilter) {
      resource.filter.clear();
      words = {"SELECT"};
    }
    FIRN_TRY(const auto rights,
             lakeformation.RightsOf(call.principal, resource, call.region.text()));
    if (rights.admin) continue;
    const bool reserved = words.contains("SUPER_USER") || target.kind == Target::Kind::kLocation;
    if (reserved || !authz::MayGrant(rights, words)) return NotEntitled();
  }
  return {};
}

Result<void> CheckGrantee(LakeFormation& lakeformation, const Grantee& grantee) {
  if (grantee.kind != Grantee::Kind::kUser && grantee.kind != Grantee::Kind::kRole) return {};
  FIRN_TRY(const bool exists, lakeformation.identities.Exists(grantee.name));
  if (!exists) return lf::InvalidInputException("Invalid principal");
  return {};
}

Result<void> CheckColumns(const Target& target, const CatalogObject& table) {
  for (const auto* names : {&target.included, &target.excluded}) {
    for (const std::string& name : *names) {
      if (std::find(table.columns.begin(), table.columns.end(), name) == table.columns.end()) {
        return lf::InvalidInputException("cannot grant/revoke permission on non-existent column");
      }
    }
  }
  return {};
}

Result<void> CheckObject(LakeFormation& lakeformation, const api::Call& call, const Read& read) {
  const Target& target = read.target;
  const std::string region = call.region.text();
  const std::string& owner = target.owner.text();
  const state::Snapshot snapshot = lakeformation.store.Read();
  if (target.kind == Target::Kind::kTag) {
    return CheckTagValues(snapshot, owner, region, {target.resource.tag_key, target.tag_values});
  }
  if (target.kind == Target::Kind::kPolicy && !target.conditions.empty()) {
    return CheckConditions(snapshot, owner, region, target.conditions);
  }
  if (target.kind == Target::Kind::kPolicy || target.kind == Target::Kind::kExpression) {
    FIRN_OK(FindExpression(snapshot, owner, region, target.resource.expression));
    return {};
  }
  if (target.resource.database.empty()) return {};
  FIRN_TRY(const auto database,
           lakeformation.catalogs.FindObject(
               region, {target.resource.catalog, target.resource.database, ""}));
  if (!database)
    return lf::EntityNotFoundException("Database " + target.resource.database + " not found.");
  static const Permissions kOnLinks = {"DESCRIBE", "DROP"};
  const auto on_link = [] {
    return lf::InvalidInputException("Permissions cannot be granted on a resource link");
  };
  if (target.kind == Target::Kind::kDatabase) {
    if (database->link && !Within(read.permissions, kOnLinks)) return on_link();
    return {};
  }
  if (database->link) {
    return lf::InvalidInputException(
        "Database cannot be a link for this operation when called on a table.");
  }
  if (target.kind == Target::Kind::kAllTables) return {};
  FIRN_TRY(const auto table, lakeformation.catalogs.FindObject(region, target.resource));
  if (!table) return lf::EntityNotFoundException("Table not found.");
  if (table->link && !Within(read.permissions, kOnLinks)) return on_link();
  if (target.kind == Target::Kind::kFilter && !snapshot.Has(FilterKey(region, target.resource))) {
    return lf::EntityNotFoundException("Data cells filter " + target.resource.filter +
                                       " not found.");
  }
  return CheckColumns(target, *table);
}

GrantRecord RecordFor(const api::Call& call, const Read& read) {
  const Target& target = read.target;
  GrantRecord record;
  record.principal = read.grantee.name;
  record.catalog = target.resource.catalog;
  record.database = target.resource.database;
  record.table = target.resource.table;
  record.all_tables = target.kind == Target::Kind::kAllTables;
  record.location = target.resource.location;
  record.excluded = target.excluded;
  record.filter = target.resource.filter;
  record.tag_key = target.resource.tag_key;
  record.policy_type = target.policy_type;
  record.conditions = target.conditions;
  record.expression = target.resource.expression;
  record.passed_on = call.account != target.owner;
  record.updated = call.now;
  record.updated_by = call.principal.identity_arn();
  return record;
}

std::string PrincipalPrefix(const api::Call& call, const Read& read) {
  std::string key = GrantsOnPrefix(call.region.text(), read.target);
  state::AppendKeyPart(key, read.grantee.name);
  return key;
}

// The records a change is about, by key: one, or one for each named column or value of a tag.
std::vector<std::pair<std::string, GrantRecord>> RecordsFor(const api::Call& call,
                                                            const Read& read) {
  std::vector<std::pair<std::string, GrantRecord>> records;
  const std::string prefix = PrincipalPrefix(call, read);
  const auto add = [&](GrantRecord record, std::string_view kind, std::string_view name) {
    std::string key = prefix;
    state::AppendKeyPart(key, kind);
    state::AppendKeyPart(key, name);
    records.emplace_back(std::move(key), std::move(record));
  };
  const GrantRecord record = RecordFor(call, read);
  for (const std::string& column : read.target.included) {
    GrantRecord one = record;
    one.column = column;
    add(std::move(one), "column", column);
  }
  for (const std::string& value : read.target.tag_values) {
    GrantRecord one = record;
    one.tag_value = value;
    add(std::move(one), "value", value);
  }
  if (!record.filter.empty()) add(record, "filter", record.filter);
  if (!records.empty()) return records;
  std::string key = prefix;
  state::AppendKeyPart(key, record.excluded.empty() ? "" : "excluded");
  for (const std::string& column : record.excluded) state::AppendKeyPart(key, column);
  records.emplace_back(std::move(key), record);
  return records;
}

// Who sees only some columns of a table may neither change nor describe it, and the reverse.
Result<void> CheckCombination(const state::Reader& reader, const api::Call& call,
                              const Read& read) {
  if (read.target.kind != Target::Kind::kTable) return {};
  const auto more_than_select = [](const Permissions& words) {
    return words.size() > 1 || !words.contains("SELECT");
  };
  FIRN_TRY(const auto held,
           state::List<GrantRecord>(reader, PrincipalPrefix(call, read), "", SIZE_MAX));
  for (const auto& item : held.items) {
    const GrantRecord& record = *item.value;
    const bool clash = read.target.partial()
                           ? !record.partial() && more_than_select(record.permissions)
                           : record.partial() && more_than_select(read.permissions);
    if (clash) return Denied("Insufficient Lake Formation permissions: Illegal combination");
  }
  return {};
}

// IAM_ALLOWED_PRINCIPALS with ALL on a database, a table or the tables of a database: the default
// of catalogs in IAM mode, kept as its absence.
bool IsIamDefault(const Read& read) {
  return read.grantee.kind == Grantee::Kind::kIamAllowed &&
         !read.target.resource.database.empty() && !read.target.partial() &&
         read.permissions == Permissions{"ALL"};
}

std::string ClosedKeyOf(const api::Call& call, const Read& read) {
  return ClosedKey(read.target.owner.text(), call.region.text(), read.target.resource,
                   read.target.extent());
}

Unexpected NothingHeld() {
  return lf::InvalidInputException(
      "No permissions revoked. Grantee has no permissions on the resource.");
}

// What of the words the record lacks. The option goes with its permission.
std::string Missing(const GrantRecord& held, const Read& read) {
  std::string missing;
  const auto name = [&](const std::string& word) {
    missing += (missing.empty() ? "" : ", ") + word;
  };
  for (const std::string& word : read.permissions) {
    if (!held.permissions.contains(word)) name(word);
  }
  for (const std::string& word : read.grantable) {
    if (!held.grantable.contains(word) && !read.permissions.contains(word)) name(word);
  }
  return missing;
}

Result<void> TakeAway(state::Transaction& transaction, const api::Call& call, const Read& read,
                      const std::string& key) {
  FIRN_TRY(auto held, state::Load<GrantRecord>(transaction, key));
  if (!held) return NothingHeld();
  if (const std::string missing = Missing(*held, read); !missing.empty()) {
    return lf::InvalidInputException("No permissions revoked. Grantee does not have:[" + missing +
                                     "]");
  }
  for (const std::string& word : read.permissions) {
    held->permissions.erase(word);
    held->grantable.erase(word);
  }
  for (const std::string& word : read.grantable) held->grantable.erase(word);
  if (!held->permissions.empty()) {
    state::Save(transaction, key, *held);
    return {};
  }
  transaction.Erase(key);
  for (const auto& index : PolicyIndexKeys(read.target.owner.text(), call.region.text(), *held)) {
    transaction.Erase(index);
  }
  return {};
}

// What a grant to another account or its principals shares with it. Tags, policies and filters
// share the catalog or table they are of.
std::optional<std::string> SharedArn(const api::Call& call, const Read& read) {
  const bool shared = IsOutside(read) && read.target.owner == call.account &&
                      read.target.kind != Target::Kind::kLocation;
  if (!shared) return {};
  return GlueArn(call.region.text(), read.target.resource, read.target.extent());
}

// The share ends with the last grant on the thing to the principal.
Result<void> EndShare(LakeFormation& lakeformation, const api::Call& call, const Read& read,
                      const std::string& thing_arn) {
  std::vector<std::string> prefixes = {PrincipalPrefix(call, read)};
  authz::LakeResource table{read.target.resource.catalog, read.target.resource.database,
                            read.target.resource.table};
  const auto add = [&](std::string prefix) {
    state::AppendKeyPart(prefix, read.grantee.name);
    prefixes.push_back(std::move(prefix));
  };
  add(ThingPrefix(call.region.text(), table, read.target.extent()));
  table.filter = "*";
  if (!table.table.empty()) add(ThingPrefix(call.region.text(), table, Extent::kThing));
  const state::Snapshot snapshot = lakeformation.store.Read();
  for (const std::string& prefix : prefixes) {
    FIRN_TRY(const auto page, state::List<GrantRecord>(snapshot, prefix, "", 1));
    if (!page.items.empty()) return {};
  }
  return lakeformation.shares.Remove(call, thing_arn, read.grantee.name);
}

}  // namespace

Result<void> Grant(LakeFormation& lakeformation, const api::Call& call, const Change& change) {
  FIRN_TRY(const Read read, ReadChange(call, change));
  FIRN_OK(CheckGrant(call, read));
  FIRN_OK(CheckRight(lakeformation, call, read));
  FIRN_OK(CheckGrantee(lakeformation, read.grantee));
  FIRN_OK(CheckObject(lakeformation, call, read));
  const std::string& owner = read.target.owner.text();
  // A share of what is not granted yet shows nothing; a grant without its share never ends.
  if (const auto thing = SharedArn(call, read)) {
    FIRN_OK(lakeformation.shares.Add(call, *thing, read.grantee.name));
  }
  return lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(CheckCombination(transaction, call, read));
    if (IsIamDefault(read)) transaction.Erase(ClosedKeyOf(call, read));
    for (auto& [key, record] : RecordsFor(call, read)) {
      record.permissions = read.permissions;
      record.grantable = read.grantable;
      FIRN_TRY(const auto held, state::LoadShared<GrantRecord>(transaction, key));
      if (held) {
        record.permissions.insert(held->permissions.begin(), held->permissions.end());
        record.grantable.insert(held->grantable.begin(), held->grantable.end());
      }
      const bool same =
          held && held->permissions == record.permissions && held->grantable == record.grantable;
      if (same) continue;
      state::Save(transaction, key, record);
      for (const auto& index : PolicyIndexKeys(owner, call.region.text(), record)) {
        transaction.Put(index, key);
      }
    }
    return {};
  });
}

Result<void> Revoke(LakeFormation& lakeformation, const api::Call& call, const Change& change) {
  FIRN_TRY(const Read read, ReadChange(call, change));
  if (read.permissions.empty() && read.grantable.empty()) return BadPermissions();
  FIRN_OK(CheckRight(lakeformation, call, read));
  bool by_default = false;
  if (IsIamDefault(read)) {
    FIRN_TRY(by_default, lakeformation.UsesIamOnly(read.target.Asked(), call.region.text()));
  }
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const auto records = RecordsFor(call, read);
    if (by_default) {
      transaction.Put(ClosedKeyOf(call, read), "1");
      transaction.Erase(records.front().first);
      return {};
    }
    for (const auto& [key, record] : records) FIRN_OK(TakeAway(transaction, call, read, key));
    return {};
  }));
  if (const auto thing = SharedArn(call, read)) {
    return EndShare(lakeformation, call, read, *thing);
  }
  return {};
}

Result<std::vector<lf::BatchPermissionsFailureEntry>> RunBatch(
    LakeFormation& lakeformation, const api::Call& call, BatchKind kind,
    const std::optional<std::string>& catalog_id,
    const std::vector<lf::BatchPermissionsRequestEntry>& entries) {
  if (entries.empty() || entries.size() > kBatchEntriesMax) {
    return lf::InvalidInputException("Entries must have between 1 and " +
                                     std::to_string(kBatchEntriesMax) + " members");
  }
  FIRN_OK(AccountOf(call, catalog_id));
  std::vector<lf::BatchPermissionsFailureEntry> failures;
  for (const auto& entry : entries) {
    const Change change = ChangeOf(catalog_id, entry);
    auto done = kind == BatchKind::kGrant ? Grant(lakeformation, call, change)
                                          : Revoke(lakeformation, call, change);
    if (done) continue;
    // Without a code it is the machine's failure, not the entry's.
    if (done.error().code.empty()) return Fail(std::move(done).error());
    lf::BatchPermissionsFailureEntry failure;
    failure.request_entry = entry;
    failure.error = lf::ErrorDetail{done.error().code, done.error().message};
    failures.push_back(std::move(failure));
  }
  return failures;
}

authz::Needs BatchNeeds(const api::Call& call, BatchKind kind,
                        const std::optional<std::string>& catalog_id,
                        const std::vector<lf::BatchPermissionsRequestEntry>& entries) {
  const char* action = kind == BatchKind::kGrant ? "lakeformation:BatchGrantPermissions"
                                                 : "lakeformation:BatchRevokePermissions";
  authz::Needs needs = {{action, "*", {}, {}}};
  if (entries.size() > kBatchEntriesMax) return needs;  // refused anyway
  for (const auto& entry : entries) {
    for (auto& need : LookNeeds(call, catalog_id, entry.resource)) needs.push_back(std::move(need));
  }
  return needs;
}

}  // namespace firn::services::lakeformation
