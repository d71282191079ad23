#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/lakeformation.h"
#include "authz/facts.h"
#include "services/lakeformation/keys.h"
#include "services/lakeformation/records.h"
#include "state/table.h"

namespace firn::services::lakeformation {

// What the Data Catalog says of a database or table that a grant names.
struct CatalogObject {
  bool link = false;                 // a resource link
  std::vector<std::string> columns;  // of a table
  std::string location;              // "s3://…", empty when it has none
  std::string s3tables_arn;          // of a table in S3 Tables
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
  // Where the partition of these values has its data, "s3://…"; empty when it is not there.
  virtual Result<std::optional<std::string>> FindPartition(
      const std::string& region, const authz::LakeResource& table,
      const std::vector<std::string>& values) = 0;
  // The tables of a database, or the databases of a catalog when `database` is empty, by name.
  virtual Result<std::vector<std::string>> ListObjects(const std::string& region,
                                                       const authz::LakeResource& container) = 0;
};

// What Lake Formation asks IAM. Threads: any.
class Identities {
 public:
  virtual ~Identities() = default;
  // Whether the user or role of this ARN exists, in whatever account.
  virtual Result<bool> Exists(std::string_view arn) = 0;
};

// What Lake Formation leaves to Resource Access Manager: that things granted to other accounts are
// shared with them, and whether they have accepted. Things are named by their ARNs in Glue.
// Threads: any. Never called while a transaction runs.
class Shares {
 public:
  struct Share {
    std::string arn;
    bool accepted = false;
  };
  virtual ~Shares() = default;
  virtual Result<void> Add(const api::Call& call, const std::string& thing_arn,
                           const std::string& principal) = 0;
  virtual Result<void> Remove(const api::Call& call, const std::string& thing_arn,
                              const std::string& principal) = 0;
  virtual Result<std::optional<Share>> Find(const std::string& thing_arn,
                                            const std::string& principal) const = 0;
};

// Credentials that Lake Formation hands out for a registered location.
struct Vended {
  std::string access_key_id;
  std::string secret;
  std::string token;
  Time expiry;
};

// Opens sessions of registered roles. Threads: any.
class Vendor {
 public:
  virtual ~Vendor() = default;
  // `policy` narrows what the session may do.
  virtual Result<Vended> Vend(const api::Call& call, const std::string& role_arn,
                              const std::string& policy, std::chrono::seconds duration) = 0;
};

// What Lake Formation asks of others.
struct Surroundings {
  Catalogs& catalogs;
  Identities& identities;
  Shares& shares;
  Vendor& vendor;
};

// Settings, registered locations, grants, LF-tags, filters and opt-ins, by account and region.
// Threads: any.
class LakeFormation final : public authz::LakeFacts {
 public:
  LakeFormation(state::Store& store, Surroundings surroundings)
      : store(store),
        catalogs(surroundings.catalogs),
        identities(surroundings.identities),
        shares(surroundings.shares),
        vendor(surroundings.vendor) {}

  // A table named kAllTables asks about every table of the database.
  Result<authz::LakeFactsFor> FactsFor(const authz::Principal& principal,
                                       const authz::LakeResource& resource,
                                       const std::string& region) const override;

  // The default catalog leaves access to IAM while the account's settings hold both
  // IAM_ALLOWED_PRINCIPALS defaults; a mount while its own defaults do. An unknown mount does not.
  // An object that IAM_ALLOWED_PRINCIPALS was revoked from does not either, whatever its catalog
  // says.
  Result<bool> UsesIamOnly(const authz::LakeResource& resource, const std::string& region) const;

  // What the principal holds on the resource.
  Result<authz::LakeRights> RightsOf(const authz::Principal& principal,
                                     const authz::LakeResource& resource,
                                     const std::string& region) const;

  Result<authz::LakeSettings> SettingsOf(const AccountId& account, const std::string& region) const;
  // The settings as the account put them, or those of a new account.
  Result<api::lakeformation::DataLakeSettings> FindSettings(const AccountId& account,
                                                            const std::string& region) const;

  // The role registered for a table bucket by its own ARN or by "bucket/*" of its account, or for a
  // place in S3 by its own ARN or that of a folder above it. Empty when there is none.
  Result<std::optional<std::string>> RegisteredRole(const AccountId& account,
                                                    const std::string& region,
                                                    const std::string& location) const;

  // Gives who made a database or table every right on it, with the option to pass it on.
  Result<void> Remember(const api::Call& call, const authz::LakeResource& object);

  // Drops everything about a database with its tables, or about a table, that is gone: who makes
  // the name anew starts afresh.
  Result<void> Forget(const authz::LakeResource& object, const std::string& region);

  state::Store& store;
  Catalogs& catalogs;
  Identities& identities;
  Shares& shares;
  Vendor& vendor;
};

// The name that lists give to every table of a database.
inline constexpr std::string_view kAllTables = "ALL_TABLES";

// The settings of a new account: IAM alone decides.
api::lakeformation::DataLakeSettings NewSettings();

// The ARNs of a place in S3 or S3 Tables and of everything it lies in, itself first, as they may be
// registered or granted.
std::vector<std::string> PlacesOf(std::string_view location_arn);

// The ARN in Glue of a catalog, database, table or all tables of a database.
std::string GlueArn(std::string_view region, const authz::LakeResource& thing, Extent extent);

// AccessDeniedException with status 400, which is what AWS sends whatever its model says.
Unexpected Denied(std::string message);

// The account that a request's own CatalogId means, the caller's when absent. InvalidInputException
// for anything but an account id.
Result<AccountId> AccountOf(const api::Call& call, const std::optional<std::string>& catalog_id);

// The need to look at or change an account's settings, which only the account itself may.
authz::Need SettingsNeed(const api::Call& call, std::string_view action,
                         const std::optional<std::string>& catalog_id);

// A need that Lake Formation itself decides: an administrator's, or the permission on the
// account's default catalog.
authz::Need CatalogNeed(const api::Call& call, std::string_view action,
                        const std::optional<std::string>& catalog_id, std::string_view permission);

std::string TokenOf(std::string_view position);
Result<std::string> PositionOf(const std::optional<std::string>& token);

}  // namespace firn::services::lakeformation
