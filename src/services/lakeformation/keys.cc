#include "services/lakeformation/keys.h"

#include "base/digest.h"
#include "base/encoding.h"
#include "state/key.h"

namespace firn::services::lakeformation {
namespace {

constexpr std::string_view kService = "lakeformation";

std::string ThingPart(const authz::LakeResource& thing, Extent extent) {
  if (extent == Extent::kAllTables) return "tables";
  if (!thing.filter.empty()) return "filter:" + thing.table;
  return thing.table.empty() ? std::string() : "table:" + thing.table;
}

std::string UnderThing(std::string_view section, std::string_view region,
                       const authz::LakeResource& thing, Extent extent) {
  const std::string_view owner = OwnerOf(thing.catalog);
  if (!thing.location.empty()) {
    return state::Key(kService, owner, region, section, thing.location, "", "location");
  }
  return state::Key(kService, owner, region, section, thing.catalog, thing.database,
                    ThingPart(thing, extent));
}

// An expression may be longer than a key.
std::string DigestOf(const std::vector<TagCondition>& conditions) {
  std::string text;
  for (const TagCondition& condition : conditions) {
    std::string part;
    state::AppendKeyPart(part, condition.key);
    for (const std::string& value : condition.values) state::AppendKeyPart(part, value);
    state::AppendKeyPart(text, part);
  }
  return HexEncode(Sha256(text));
}

}  // namespace

std::string_view OwnerOf(std::string_view catalog) { return catalog.substr(0, catalog.find(':')); }

std::string SettingsKey(const AccountId& account, std::string_view region) {
  return state::Key(kService, account, region, "settings");
}

std::string IdentityCenterKey(const AccountId& account, std::string_view region) {
  return state::Key(kService, account, region, "identity-center");
}

std::string LocationPrefix(const AccountId& account, std::string_view region) {
  return state::Key(kService, account, region, "location");
}

std::string LocationKey(const AccountId& account, std::string_view region, std::string_view arn) {
  return state::Key(kService, account, region, "location", arn);
}

std::string GrantPrefix(std::string_view account, std::string_view region) {
  return state::Key(kService, account, region, "grant");
}

std::string OptInPrefix(std::string_view account, std::string_view region) {
  return state::Key(kService, account, region, "optin");
}

std::string ThingPrefix(std::string_view region, const authz::LakeResource& thing, Extent extent) {
  return UnderThing("grant", region, thing, extent);
}

std::string OptInThingPrefix(std::string_view region, const authz::LakeResource& thing,
                             Extent extent) {
  return UnderThing("optin", region, thing, extent);
}

std::string GrantKindPrefix(std::string_view account, std::string_view region,
                            std::string_view kind) {
  return state::Key(kService, account, region, "grant", kind);
}

std::string TagGrantPrefix(std::string_view account, std::string_view region,
                           std::string_view key) {
  return state::Key(kService, account, region, "grant", "tag", key, "");
}

std::string PolicyGrantPrefix(std::string_view account, std::string_view region,
                              std::string_view type, const std::vector<TagCondition>& conditions) {
  return state::Key(kService, account, region, "grant", "policy", type, DigestOf(conditions));
}

std::string NamedPolicyGrantPrefix(std::string_view account, std::string_view region,
                                   std::string_view type, std::string_view expression) {
  return state::Key(kService, account, region, "grant", "policy-name", type, expression);
}

std::string ExpressionGrantPrefix(std::string_view account, std::string_view region,
                                  std::string_view expression) {
  return state::Key(kService, account, region, "grant", "expression", expression, "");
}

std::string PrefixOf(std::string_view account, std::string_view region, const GrantRecord& record) {
  if (!record.tag_key.empty()) return TagGrantPrefix(account, region, record.tag_key);
  if (!record.policy_type.empty() && !record.expression.empty()) {
    return NamedPolicyGrantPrefix(account, region, record.policy_type, record.expression);
  }
  if (!record.policy_type.empty()) {
    return PolicyGrantPrefix(account, region, record.policy_type, record.conditions);
  }
  if (!record.expression.empty()) {
    return ExpressionGrantPrefix(account, region, record.expression);
  }
  authz::LakeResource thing{record.catalog, record.database, record.table};
  thing.filter = record.filter;
  thing.location = record.location;
  return ThingPrefix(region, thing, record.all_tables ? Extent::kAllTables : Extent::kThing);
}

std::string PolicyIndexPrefix(std::string_view account, std::string_view region,
                              std::string_view principal, std::string_view type) {
  return state::Key(kService, account, region, "policy", principal, type);
}

std::string PolicyIndexPrefix(std::string_view account, std::string_view region,
                              std::string_view principal, std::string_view type,
                              std::string_view key, std::string_view value) {
  return state::Key(kService, account, region, "policy", principal, type, key, value);
}

std::string NamedPolicyIndexPrefix(std::string_view account, std::string_view region,
                                   std::string_view principal, std::string_view type) {
  return state::Key(kService, account, region, "policy-name", principal, type);
}

std::vector<std::string> PolicyIndexKeys(std::string_view account, std::string_view region,
                                         const GrantRecord& record) {
  std::vector<std::string> keys;
  if (record.policy_type.empty()) return keys;
  if (!record.expression.empty()) {
    std::string key = NamedPolicyIndexPrefix(account, region, record.principal, record.policy_type);
    state::AppendKeyPart(key, record.expression);
    keys.push_back(std::move(key));
    return keys;
  }
  if (record.conditions.empty()) return keys;
  const TagCondition& first = record.conditions.front();
  for (const std::string& value : first.values) {
    std::string key =
        PolicyIndexPrefix(account, region, record.principal, record.policy_type, first.key, value);
    state::AppendKeyPart(key, DigestOf(record.conditions));
    keys.push_back(std::move(key));
  }
  return keys;
}

std::string ClosedKey(std::string_view account, std::string_view region,
                      const authz::LakeResource& object, Extent extent) {
  return state::Key(kService, account, region, "closed", object.catalog, object.database,
                    ThingPart(object, extent));
}

std::string TagPrefix(std::string_view account, std::string_view region) {
  return state::Key(kService, account, region, "tag");
}

std::string TagKey(std::string_view account, std::string_view region, std::string_view key) {
  return state::Key(kService, account, region, "tag", key);
}

std::string ExpressionPrefix(std::string_view account, std::string_view region) {
  return state::Key(kService, account, region, "expression");
}

std::string ExpressionKey(std::string_view account, std::string_view region,
                          std::string_view name) {
  return state::Key(kService, account, region, "expression", name);
}

std::string AssignmentPrefix(std::string_view account, std::string_view region) {
  return state::Key(kService, account, region, "assigned");
}

std::string AssignmentPrefix(std::string_view region, const authz::LakeResource& object) {
  std::string key = AssignmentPrefix(OwnerOf(object.catalog), region);
  state::AppendKeyPart(key, object.catalog);
  state::AppendKeyPart(key, object.database);
  if (!object.table.empty()) state::AppendKeyPart(key, object.table);
  return key;
}

std::string AssignmentKey(std::string_view region, const authz::LakeResource& object,
                          std::string_view column) {
  std::string key = AssignmentPrefix(OwnerOf(object.catalog), region);
  state::AppendKeyPart(key, object.catalog);
  state::AppendKeyPart(key, object.database);
  state::AppendKeyPart(key, object.table);
  state::AppendKeyPart(key, column);
  return key;
}

std::string FilterPrefix(std::string_view account, std::string_view region) {
  return state::Key(kService, account, region, "filter");
}

std::string FilterPrefix(std::string_view region, const authz::LakeResource& object) {
  std::string key = FilterPrefix(OwnerOf(object.catalog), region);
  state::AppendKeyPart(key, object.catalog);
  state::AppendKeyPart(key, object.database);
  if (!object.table.empty()) state::AppendKeyPart(key, object.table);
  return key;
}

std::string FilterKey(std::string_view region, const authz::LakeResource& filter) {
  std::string key = FilterPrefix(OwnerOf(filter.catalog), region);
  for (const std::string* part :
       {&filter.catalog, &filter.database, &filter.table, &filter.filter}) {
    state::AppendKeyPart(key, *part);
  }
  return key;
}

}  // namespace firn::services::lakeformation
