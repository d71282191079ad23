#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/lakeformation.h"
#include "authz/gate.h"
#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/principals.h"

// What granting, revoking and listing share: the thing a request names, and the records about it.
namespace firn::services::lakeformation {

// Whether a name means the catalog, database or table itself, or the tables of a database.
enum class Extent { kThing, kAllTables };

// The keys of all grants on one thing. The owner is the account in front of its catalog's id.
std::string ThingPrefix(std::string_view region, const authz::LakeResource& thing, Extent extent);

// The thing a request's Resource names.
struct Target {
  enum class Kind {
    kDefaultCatalog,
    kMount,
    kBucketCatalog,
    kDatabase,
    kTable,
    kAllTables,
    kLocation
  };
  Kind kind = Kind::kDefaultCatalog;
  AccountId owner;
  authz::LakeResource resource;       // for all tables, without a table
  std::string location;               // an ARN
  bool with_columns = false;          // written as TableWithColumns
  std::vector<std::string> included;  // some columns; with `excluded` empty too, all of them
  std::vector<std::string> excluded;

  bool partial() const { return !included.empty() || !excluded.empty(); }
  // For decisions about granting, where a table named kAllTables stands for every table.
  authz::LakeResource Asked() const;
};

// Reads a Resource: exactly one member; catalog ids may leave out the account, which is then
// `account`. InvalidInputException otherwise; NotImplemented naming the member for LF-tags, tag
// policies and data cells filters.
Result<Target> ReadTarget(const AccountId& account, const api::lakeformation::Resource& resource);

// The IAM permission to look at the thing, which granting and revoking need beside their own.
// Nothing for things of other accounts, whose owners' shares admit to them, and for what cannot be
// read.
authz::Needs LookNeeds(const api::Call& call, const std::optional<std::string>& catalog_id,
                       const std::optional<api::lakeformation::Resource>& resource);

// One grant or revocation.
struct Change {
  std::optional<std::string> catalog_id;
  std::optional<api::lakeformation::DataLakePrincipal> principal;
  std::optional<api::lakeformation::Resource> resource;
  std::optional<std::vector<std::string>> permissions;
  std::optional<std::vector<std::string>> grantable;
  std::optional<api::lakeformation::Condition> condition;
};

template <class Input>
Change ChangeOf(const std::optional<std::string>& catalog_id, const Input& input) {
  return {catalog_id,
          input.principal,
          input.resource,
          input.permissions,
          input.permissions_with_grant_option,
          input.condition};
}

// Adds to what the principal holds; adding it again changes nothing. The caller must be root, an
// administrator, or hold the grant option on all of it.
Result<void> Grant(LakeFormation& lakeformation, const api::Call& call, const Change& change);
// Takes away, all or nothing. InvalidInputException "No permissions revoked. …" when something is
// not held.
Result<void> Revoke(LakeFormation& lakeformation, const api::Call& call, const Change& change);

enum class BatchKind { kGrant, kRevoke };
// Makes each change by itself; the failures, each beside its entry. A failure that is not the
// entry's own ends the batch.
Result<std::vector<api::lakeformation::BatchPermissionsFailureEntry>> RunBatch(
    LakeFormation& lakeformation, const api::Call& call, BatchKind kind,
    const std::optional<std::string>& catalog_id,
    const std::vector<api::lakeformation::BatchPermissionsRequestEntry>& entries);
authz::Needs BatchNeeds(
    const api::Call& call, std::string_view action, const std::optional<std::string>& catalog_id,
    const std::vector<api::lakeformation::BatchPermissionsRequestEntry>& entries);

}  // namespace firn::services::lakeformation
