#pragma once

#include <string>
#include <string_view>

#include "authz/lake.h"
#include "base/ids.h"
#include "services/lakeformation/records.h"

// Where Lake Formation keeps its records. Everything lies under the account that owns the catalog,
// and its region.
//
// What is about a thing lies under three parts that name it, then under the principal, so that a
// decision reads the few records of its own principals and a list those of one thing.
namespace firn::services::lakeformation {

std::string SettingsKey(const AccountId& account, std::string_view region);
std::string IdentityCenterKey(const AccountId& account, std::string_view region);
std::string LocationPrefix(const AccountId& account, std::string_view region);
std::string LocationKey(const AccountId& account, std::string_view region, std::string_view arn);

// Whether a name means the catalog, database or table itself, or the tables of a database.
enum class Extent { kThing, kAllTables };

std::string GrantPrefix(std::string_view account, std::string_view region);
std::string OptInPrefix(std::string_view account, std::string_view region);

// All grants on, and opt-ins to, one thing: a catalog, database, table or location. For a table's
// data cells filters, those on all of them.
std::string ThingPrefix(std::string_view region, const authz::LakeResource& thing, Extent extent);
std::string OptInThingPrefix(std::string_view region, const authz::LakeResource& thing,
                             Extent extent);

// All grants on an LF-tag, on what a policy reaches, or on a saved expression.
std::string TagGrantPrefix(std::string_view account, std::string_view region, std::string_view key);
std::string PolicyGrantPrefix(std::string_view account, std::string_view region,
                              std::string_view type, const std::vector<TagCondition>& conditions);
std::string NamedPolicyGrantPrefix(std::string_view account, std::string_view region,
                                   std::string_view type, std::string_view expression);
std::string ExpressionGrantPrefix(std::string_view account, std::string_view region,
                                  std::string_view expression);

// The prefix of the grants that a record belongs to, whatever it is about.
std::string PrefixOf(std::string_view account, std::string_view region, const GrantRecord& record);
// The grants of one kind of policy, or of one kind of thing: "policy", "policy-name", "tag",
// "expression".
std::string GrantKindPrefix(std::string_view account, std::string_view region,
                            std::string_view kind);

// The principal's grants by LF-tags whose expression begins with a condition that this tag meets;
// each entry's value is the key of the grant. Without a key: all of them.
std::string PolicyIndexPrefix(std::string_view account, std::string_view region,
                              std::string_view principal, std::string_view type);
std::string PolicyIndexPrefix(std::string_view account, std::string_view region,
                              std::string_view principal, std::string_view type,
                              std::string_view key, std::string_view value);
// The same for saved expressions, one after the other.
std::string NamedPolicyIndexPrefix(std::string_view account, std::string_view region,
                                   std::string_view principal, std::string_view type);
// The index entries of a grant by LF-tags that is kept under `key`.
std::vector<std::string> PolicyIndexKeys(std::string_view account, std::string_view region,
                                         const GrantRecord& record);

// Where IAM_ALLOWED_PRINCIPALS was taken from a database, a table or the tables of a database.
std::string ClosedKey(std::string_view account, std::string_view region,
                      const authz::LakeResource& object, Extent extent);

std::string TagPrefix(std::string_view account, std::string_view region);
std::string TagKey(std::string_view account, std::string_view region, std::string_view key);
std::string ExpressionPrefix(std::string_view account, std::string_view region);
std::string ExpressionKey(std::string_view account, std::string_view region, std::string_view name);

// The LF-tags assigned to a database, a table or (`column`) one of its columns.
std::string AssignmentPrefix(std::string_view account, std::string_view region);
std::string AssignmentPrefix(std::string_view region, const authz::LakeResource& object);
std::string AssignmentKey(std::string_view region, const authz::LakeResource& object,
                          std::string_view column);

// The data cells filters of a table, a database or an account.
std::string FilterPrefix(std::string_view account, std::string_view region);
std::string FilterPrefix(std::string_view region, const authz::LakeResource& object);
std::string FilterKey(std::string_view region, const authz::LakeResource& filter);

// The account in front of a catalog id.
std::string_view OwnerOf(std::string_view catalog);

}  // namespace firn::services::lakeformation
