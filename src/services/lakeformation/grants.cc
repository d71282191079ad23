#include "services/lakeformation/grants.h"

#include <algorithm>

#include "services/lakeformation/limits.h"

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

// What may be granted on the thing (Lake Formation permissions reference).
const Permissions& Valid(const Target& target) {
  static const Permissions kDefaultCatalog = {"CREATE_DATABASE", "CREATE_CATALOG"};
  static const Permissions kMount = {"ALL",      "SUPER_USER", "ALTER",         "CREATE_DATABASE",
                                     "DESCRIBE", "DROP",       "CREATE_CATALOG"};
  static const Permissions kBucketCatalog = {"ALL",      "SUPER_USER", "ALTER", "CREATE_DATABASE",
                                             "DESCRIBE", "DROP"};
  static const Permissions kDatabase = {"ALL", "ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"};
  static const Permissions kTable = {"ALL",  "ALTER",  "DELETE", "DESCRIBE",
                                     "DROP", "INSERT", "SELECT"};
  static const Permissions kColumns = {"SELECT"};
  static const Permissions kLocation = {"DATA_LOCATION_ACCESS"};
  if (target.with_columns) return kColumns;
  switch (target.kind) {
    case Target::Kind::kDefaultCatalog: return kDefaultCatalog;
    case Target::Kind::kMount: return kMount;
    case Target::Kind::kBucketCatalog: return kBucketCatalog;
    case Target::Kind::kDatabase: return kDatabase;
    case Target::Kind::kTable:
    case Target::Kind::kAllTables: return kTable;
    case Target::Kind::kLocation: return kLocation;
  }
  return kColumns;
}

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
  const Permissions& valid = Valid(read.target);
  if (!Within(read.permissions, valid) || !Within(read.grantable, valid)) return BadPermissions();
  return read;
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
  const bool foreign = read.grantee.account && *read.grantee.account != target.owner;
  const bool outside = foreign || read.grantee.kind == Grantee::Kind::kOrganization;
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

// The answer is the same for what is not there, so that names cannot be probed.
Result<void> CheckRight(const LakeFormation& lakeformation, const api::Call& call,
                        const Read& read) {
  FIRN_TRY(const auto rights,
           lakeformation.RightsOf(call.principal, read.target.Asked(), call.region.text()));
  if (rights.admin) return {};
  Permissions words = Spelled(read.permissions, read.target);
  words.merge(Spelled(read.grantable, read.target));
  const bool reserved = words.contains("SUPER_USER") || read.target.kind == Target::Kind::kLocation;
  if (!reserved && authz::MayGrant(rights, words)) return {};
  return Denied(
      "Resource does not exist or requester is not authorized to access requested permissions.");
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
  if (target.resource.database.empty()) return {};
  const std::string region = call.region.text();
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
  return CheckColumns(target, *table);
}

GrantRecord RecordFor(const api::Call& call, const Read& read) {
  GrantRecord record;
  record.principal = read.grantee.name;
  record.catalog = read.target.resource.catalog;
  record.database = read.target.resource.database;
  record.table = read.target.resource.table;
  record.all_tables = read.target.kind == Target::Kind::kAllTables;
  record.location = read.target.location;
  record.excluded = read.target.excluded;
  record.updated = call.now;
  record.updated_by = call.principal.identity_arn();
  return record;
}

std::string PrincipalPrefix(const api::Call& call, const Read& read) {
  std::string key;
  if (read.target.kind == Target::Kind::kLocation) {
    key = GrantPrefix(read.target.owner.text(), call.region.text());
    state::AppendKeyPart(key, read.target.location);
    state::AppendKeyPart(key, "");
    state::AppendKeyPart(key, "location");
  } else {
    const bool all = read.target.kind == Target::Kind::kAllTables;
    key = ThingPrefix(call.region.text(), read.target.resource,
                      all ? Extent::kAllTables : Extent::kThing);
  }
  state::AppendKeyPart(key, read.grantee.name);
  return key;
}

// The records a change is about, by key: one, or one for each named column.
std::vector<std::pair<std::string, GrantRecord>> RecordsFor(const api::Call& call,
                                                            const Read& read) {
  std::vector<std::pair<std::string, GrantRecord>> records;
  const std::string prefix = PrincipalPrefix(call, read);
  const GrantRecord record = RecordFor(call, read);
  for (const std::string& column : read.target.included) {
    GrantRecord one = record;
    one.column = column;
    std::string key = prefix;
    state::AppendKeyPart(key, "column");
    state::AppendKeyPart(key, column);
    records.emplace_back(std::move(key), std::move(one));
  }
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
                   read.target.kind == Target::Kind::kAllTables);
}

Result<void> TakeAway(state::Transaction& transaction, const Read& read, const std::string& key) {
  FIRN_TRY(auto held, state::Load<GrantRecord>(transaction, key));
  if (!held) {
    return lf::InvalidInputException(
        "No permissions revoked. Grantee has no permissions on the resource.");
  }
  std::string missing;
  for (const std::string& word : read.permissions) {
    if (!held->permissions.contains(word)) missing += (missing.empty() ? "" : ", ") + word;
  }
  for (const std::string& word : read.grantable) {
    const bool known = held->grantable.contains(word) || read.permissions.contains(word);
    if (!known) missing += (missing.empty() ? "" : ", ") + word;
  }
  if (!missing.empty()) {
    return lf::InvalidInputException("No permissions revoked. Grantee does not have:[" + missing +
                                     "]");
  }
  for (const std::string& word : read.permissions) {
    held->permissions.erase(word);
    held->grantable.erase(word);
  }
  for (const std::string& word : read.grantable) held->grantable.erase(word);
  if (held->permissions.empty()) {
    transaction.Erase(key);
  } else {
    state::Save(transaction, key, *held);
  }
  return {};
}

}  // namespace

std::string ThingPrefix(std::string_view region, const authz::LakeResource& thing, Extent extent) {
  std::string key = GrantPrefix(OwnerOf(thing.catalog), region);
  state::AppendKeyPart(key, thing.catalog);
  state::AppendKeyPart(key, thing.database);
  if (extent == Extent::kAllTables) {
    state::AppendKeyPart(key, "tables");
  } else {
    state::AppendKeyPart(key, thing.table.empty() ? std::string() : "table:" + thing.table);
  }
  return key;
}

Result<void> Grant(LakeFormation& lakeformation, const api::Call& call, const Change& change) {
  FIRN_TRY(const Read read, ReadChange(call, change));
  FIRN_OK(CheckGrant(call, read));
  FIRN_OK(CheckRight(lakeformation, call, read));
  FIRN_OK(CheckGrantee(lakeformation, read.grantee));
  FIRN_OK(CheckObject(lakeformation, call, read));
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
      if (!same) state::Save(transaction, key, record);
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
  return lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const auto records = RecordsFor(call, read);
    if (by_default) {
      transaction.Put(ClosedKeyOf(call, read), "1");
      transaction.Erase(records.front().first);
      return {};
    }
    for (const auto& [key, record] : records) FIRN_OK(TakeAway(transaction, read, key));
    return {};
  });
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

authz::Needs BatchNeeds(const api::Call& call, std::string_view action,
                        const std::optional<std::string>& catalog_id,
                        const std::vector<lf::BatchPermissionsRequestEntry>& entries) {
  authz::Needs needs = {{std::string(action), "*", {}, {}}};
  if (entries.size() > kBatchEntriesMax) return needs;  // refused anyway
  for (const auto& entry : entries) {
    for (auto& need : LookNeeds(call, catalog_id, entry.resource)) needs.push_back(std::move(need));
  }
  return needs;
}

}  // namespace firn::services::lakeformation
