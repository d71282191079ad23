#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/glue.h"
#include "api/s3.h"
#include "api/s3tables.h"
#include "authz/gate.h"
#include "iceberg/schema.h"
#include "state/table.h"
#include "sys/random.h"

namespace firn::services::glue {

// Which catalog a CatalogId means: the account's default one, the mount of all its table buckets,
// or one bucket in it.
struct CatalogRef {
  enum class Kind { kDefault, kMount, kBucket };
  Kind kind = Kind::kDefault;
  AccountId account;
  std::string mount;  // "s3tablescatalog"
  std::string bucket;
  // Of a mount that is one table bucket itself, of whatever account: there is no level below it.
  std::string bucket_arn;

  std::string id() const;        // "111122223333:s3tablescatalog/b"
  std::string resource() const;  // "catalog", "catalog/s3tablescatalog/b": of its ARN
};

// Absent, "A", "A:mount", "mount", "A:mount/bucket" and "mount/bucket" are understood;
// InvalidInputException otherwise. What a mount stands for is not looked up: that is Glue::Resolve.
Result<CatalogRef> ParseCatalogId(const api::Call& call,
                                  const std::optional<std::string>& catalog_id);

struct DatabaseRecord {
  api::glue::Database database;
};
template <class A>
void Describe(A& a, DatabaseRecord& r) {
  a("database", r.database);
}

struct TableRecord {
  api::glue::Table table;
  int64_t version = 0;
  std::vector<api::glue::PartitionIndexDescriptor> indexes;
};
template <class A>
void Describe(A& a, TableRecord& r) {
  a("table", r.table);
  a("version", r.version);
  a("indexes", r.indexes);
}

struct CatalogRecord {
  api::glue::Catalog catalog;
  // Both default permission lists are empty: Lake Formation grants decide about everything inside.
  bool lake_formation = false;
};
template <class A>
void Describe(A& a, CatalogRecord& r) {
  a("catalog", r.catalog);
  a("lake_formation", r.lake_formation);
}

// Reads the current columns of a table in S3 Tables; implemented over that service's metadata
// files.
class TableSchemas {
 public:
  virtual ~TableSchemas() = default;
  virtual Result<iceberg::Schema> CurrentSchema(const api::Call& call,
                                                const std::string& table_bucket_arn,
                                                const std::string& namespace_name,
                                                const std::string& table) = 0;
};

// The Data Catalog: databases, tables and resource links kept here, and table buckets federated
// under a mount, where a namespace is a database and nothing is kept but the mount itself. Threads:
// any.
class Glue {
 public:
  // `tables` and `s3` authorize their callers.
  Glue(state::Store& store, api::S3Tables& tables, api::S3& s3, TableSchemas& schemas,
       authz::Gate& gate, sys::Random& random)
      : store(store), tables(tables), s3(s3), schemas(schemas), gate(gate), random(random) {}

  // The catalog that a CatalogId means here.
  Result<CatalogRef> Resolve(const api::Call& call,
                             const std::optional<std::string>& catalog_id) const;

  // EntityNotFoundException "Catalog not found" when the mount or the bucket is not there.
  Result<api::glue::Catalog> FindCatalog(const api::Call& call, const CatalogRef& ref) const;
  Result<std::optional<CatalogRecord>> MountOf(const state::Reader& reader, const Region& region,
                                               const CatalogRef& ref) const;
  // The bucket catalogs below a mount, by name.
  Result<std::vector<api::glue::Catalog>> BucketCatalogs(const api::Call& call,
                                                         const CatalogRef& mount) const;

  // As stored: links are not followed.
  Result<api::glue::Database> FindDatabase(const api::Call& call, const CatalogRef& ref,
                                           const std::string& name) const;
  Result<api::glue::Table> FindTable(const api::Call& call, const CatalogRef& ref,
                                     const std::string& database, const std::string& name) const;

  // Where the contents of a database are: itself, or one hop along its link.
  struct Located {
    CatalogRef catalog;
    std::string database;
    bool through_link = false;
  };
  Result<Located> Locate(const api::Call& call, const CatalogRef& ref,
                         const std::string& database) const;

  // Told that a database (with an empty table) or table of the default catalog is gone.
  using Removed =
      std::function<Result<void>(const api::Call& call, const authz::LakeResource& object)>;
  void OnRemoved(Removed removed) { removed_ = std::move(removed); }
  Result<void> TellRemoved(const api::Call& call, const authz::LakeResource& object) const {
    return removed_ ? removed_(call, object) : Result<void>();
  }

  // Told that the caller made a database (with an empty table) or table.
  using Created =
      std::function<Result<void>(const api::Call& call, const authz::LakeResource& object)>;
  void OnCreated(Created created) { created_ = std::move(created); }
  Result<void> TellCreated(const api::Call& call, const authz::LakeResource& object) const {
    return created_ ? created_(call, object) : Result<void>();
  }

  // The call with which S3 Tables is asked: the caller's own in IAM mode, the owner's under Lake
  // Formation.
  api::Call AsOwner(const api::Call& call, const CatalogRef& ref) const;

  state::Store& store;
  api::S3Tables& tables;
  api::S3& s3;
  TableSchemas& schemas;
  authz::Gate& gate;
  sys::Random& random;

 private:
  Removed removed_;
  Created created_;
};

std::string CatalogKey(const Region& region, const AccountId& account, std::string_view name);
std::string DatabasePrefix(const api::Call& call, const CatalogRef& ref);
std::string DatabaseKey(const api::Call& call, const CatalogRef& ref, std::string_view name);
std::string TablePrefix(const api::Call& call, const CatalogRef& ref, std::string_view database);
std::string TableKey(const api::Call& call, const CatalogRef& ref, std::string_view database,
                     std::string_view name);

// The parts of a table's state that lie beside its record, each a prefix over what it names.
std::string StateKey(const api::Call& call, const CatalogRef& ref, std::string_view what);

std::string TableBucketArn(const api::Call& call, const CatalogRef& ref);

// The default catalog folds names to lower case; others keep them.
std::string Lowercase(std::string_view name);
std::string Named(const CatalogRef& ref, std::string_view name);

// EntityNotFoundException in Glue's words.
Unexpected NoDatabase(std::string_view name);
Unexpected NoTable(std::string_view name);

// What Lake Formation asks of who puts an object's data into a place of S3: nothing unless the place
// is registered. Empty for places elsewhere, and for those within `container`, the place of the
// database.
authz::Needs PlaceNeeds(const api::Call& call, const std::optional<std::string>& catalog_id,
                        std::string_view action, const std::optional<std::string>& location,
                        const std::optional<std::string>& container);

// What an action on a catalog, database or table needs: the action on it and on everything above
// it, and the Lake Formation permission on the thing itself. `database` and `table` are empty for
// what is not meant. A CatalogId that cannot be read needs what nobody has.
authz::Needs NeedsOn(const api::Call& call, const std::optional<std::string>& catalog_id,
                     std::string_view action, std::string_view database, std::string_view table,
                     std::string_view lake_permission);
// The same for a database that may be a resource link: seeing the link, and the action on what it
// points to, in whatever account that lies.
authz::Needs NeedsAlong(const Glue& glue, const api::Call& call,
                        const std::optional<std::string>& catalog_id, std::string_view action,
                        const std::string& database, std::string_view table,
                        std::string_view lake_permission);
authz::LakeResource LakeResourceOf(const CatalogRef& ref, std::string_view database,
                                   std::string_view table);
// Whether the caller may see the thing, for lists.
bool MaySee(const Glue& glue, const api::Call& call, const CatalogRef& ref,
            std::string_view database, std::string_view table);

// An Iceberg type in Glue's words: "bigint", "array<string>", "struct<a:int>".
std::string GlueType(const iceberg::Type& type);
// A field as a column, with the parameters by which Iceberg's Glue clients find it again.
api::glue::Column ColumnOf(const iceberg::Field& field);
// The reverse, for columns of tables made through Glue; InvalidInputException for what Iceberg has
// not.
Result<iceberg::Type> IcebergType(std::string_view glue_type);

// A failure of S3 Tables as Glue reports it: kinds stay, codes become Glue's.
Unexpected FromFederation(Error error, std::string_view not_found);

std::string TokenOf(std::string_view position);
Result<std::string> PositionOf(const std::optional<std::string>& token);

}  // namespace firn::services::glue
