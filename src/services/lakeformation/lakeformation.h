#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/lakeformation.h"
#include "authz/facts.h"
#include "services/lakeformation/records.h"
#include "state/table.h"

namespace firn::services::lakeformation {

// What the Data Catalog says of a database or table that a grant names.
struct CatalogObject {
  bool link = false;                 // a resource link
  std::vector<std::string> columns;  // of a table
};

// What Lake Formation asks the Data Catalog. Threads: any. Never called while a transaction runs.
class Catalogs {
 public:
  virtual ~Catalogs() = default;
  // Whether the mount of a catalog id such as "111122223333:s3tablescatalog/b" has empty default
  // permissions. kNotFound when there is no such mount.
  virtual Result<bool> IsLakeFormationMode(const AccountId& account, const std::string& region,
                                           const std::string& catalog_id) = 0;
  // The database (when `table` is empty) or table, as stored: links are not followed. Empty when it
  // is not there.
  virtual Result<std::optional<CatalogObject>> FindObject(const std::string& region,
                                                          const authz::LakeResource& object) = 0;
};

// What Lake Formation asks IAM. Threads: any.
class Identities {
 public:
  virtual ~Identities() = default;
  // Whether the user or role of this ARN exists, in whatever account.
  virtual Result<bool> Exists(std::string_view arn) = 0;
};

// Settings, registered locations and grants, by account and region. Threads: any.
class LakeFormation final : public authz::LakeFacts {
 public:
  LakeFormation(state::Store& store, Catalogs& catalogs, Identities& identities)
      : store(store), catalogs(catalogs), identities(identities) {}

  Result<authz::LakeSettings> SettingsOf(const AccountId& account,
                                         const std::string& region) const override;
  Result<std::vector<authz::LakeGrant>> GrantsOn(const authz::LakeResource& resource,
                                                 const std::string& region) const override;
  // The default catalog leaves access to IAM while the account's settings hold both
  // IAM_ALLOWED_PRINCIPALS defaults; a mount while its own defaults do. An unknown mount does not.
  // An object that IAM_ALLOWED_PRINCIPALS was revoked from does not either, whatever its catalog
  // says.
  Result<bool> UsesIamOnly(const authz::LakeResource& resource,
                           const std::string& region) const override;

  // What the principal holds on the resource. A table named kAllTables asks about every table of
  // the database.
  Result<authz::LakeRights> RightsOf(const authz::Principal& principal,
                                     const authz::LakeResource& resource,
                                     const std::string& region) const;

  // The settings as the account put them, or those of a new account.
  Result<api::lakeformation::DataLakeSettings> FindSettings(const AccountId& account,
                                                            const std::string& region) const;

  // The role registered for a table bucket by its own ARN or by "bucket/*" of its account. Empty
  // when there is none.
  Result<std::optional<std::string>> RegisteredRole(const AccountId& account,
                                                    const std::string& region,
                                                    const std::string& table_bucket_arn) const;

  // Drops every grant on a database with its tables, or on a table, that is gone: who makes the
  // name anew starts afresh.
  Result<void> Forget(const authz::LakeResource& object, const std::string& region);

  state::Store& store;
  Catalogs& catalogs;
  Identities& identities;
};

// The name that lists give to every table of a database.
inline constexpr std::string_view kAllTables = "ALL_TABLES";

// The settings of a new account: IAM alone decides.
api::lakeformation::DataLakeSettings NewSettings();

std::string SettingsKey(const AccountId& account, std::string_view region);
std::string LocationPrefix(const AccountId& account, std::string_view region);
std::string LocationKey(const AccountId& account, std::string_view region, std::string_view arn);
std::string GrantPrefix(std::string_view account, std::string_view region);
// Where IAM_ALLOWED_PRINCIPALS was taken from a database, a table or (`all_tables`) the tables of a
// database.
std::string ClosedKey(std::string_view account, std::string_view region,
                      const authz::LakeResource& object, bool all_tables);

// The account in front of a catalog id.
std::string_view OwnerOf(std::string_view catalog);

// AccessDeniedException with status 400, which is what AWS sends whatever its model says.
Unexpected Denied(std::string message);

// The account that a request's own CatalogId means, the caller's when absent. InvalidInputException
// for anything but an account id.
Result<AccountId> AccountOf(const api::Call& call, const std::optional<std::string>& catalog_id);

std::string TokenOf(std::string_view position);
Result<std::string> PositionOf(const std::optional<std::string>& token);

}  // namespace firn::services::lakeformation
