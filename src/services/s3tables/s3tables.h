#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/s3tables.h"
#include "authz/facts.h"
#include "authz/gate.h"
#include "iceberg/metadata.h"
#include "objects/store.h"
#include "services/s3tables/limits.h"
#include "state/table.h"
#include "sys/random.h"
#include "sys/thread.h"

namespace firn::services::s3tables {

struct BucketRecord {
  std::string name;
  std::string id;
  Time created;
  std::map<std::string, std::string> tags;
};

template <class A>
void Describe(A& a, BucketRecord& r) {
  a("name", r.name);
  a("id", r.id);
  a("created", r.created);
  a("tags", r.tags);
}

struct NamespaceRecord {
  std::string name;
  std::string id;
  Time created;
  std::string created_by;  // an account
};

template <class A>
void Describe(A& a, NamespaceRecord& r) {
  a("name", r.name);
  a("id", r.id);
  a("created", r.created);
  a("created_by", r.created_by);
}

struct TableRecord {
  std::string id;
  std::string name;
  std::string namespace_name;
  std::string namespace_id;
  std::string bucket_id;
  std::string arn;
  std::string version_token;
  std::string metadata_location;  // empty until the table has a schema
  std::string warehouse;          // the name of its storage bucket
  Time created;
  Time modified;
  std::string created_by;
  std::string modified_by;
  std::map<std::string, std::string> tags;

  std::string warehouse_location() const { return "s3://" + warehouse; }
};

template <class A>
void Describe(A& a, TableRecord& r) {
  a("id", r.id);
  a("name", r.name);
  a("namespace", r.namespace_name);
  a("namespace_id", r.namespace_id);
  a("bucket_id", r.bucket_id);
  a("arn", r.arn);
  a("version_token", r.version_token);
  a("metadata_location", r.metadata_location);
  a("warehouse", r.warehouse);
  a("created", r.created);
  a("modified", r.modified);
  a("created_by", r.created_by);
  a("modified_by", r.modified_by);
  a("tags", r.tags);
}

inline constexpr char kNoSuchBucket[] = "The specified bucket does not exist.";

// Between the bucket's part of a table's ARN and the table's id.
inline constexpr std::string_view kTableMark = "/table/";

// A table bucket's ARN, taken apart.
struct Place {
  AccountId account;
  Region region;
  std::string bucket;
  std::string arn;
};

struct TableSettings;  // services/s3tables/settings.h
struct FoundTable;

// A metadata file, parsed once; never changes.
struct TableFile {
  std::string location;
  std::string text;
  iceberg::TableMetadata metadata;
};

// Table buckets, namespaces and tables, with each table's storage in a bucket of its own.
//
// Crash story: a table's metadata file is durable before the transaction that points to it. Dying
// before that leaves a file, or a new table's empty storage bucket, that nothing names. Threads:
// any.
class S3Tables final : public authz::ResourceFacts {
 public:
  S3Tables(state::Store& store, objects::ObjectStore& objects, sys::Random& random)
      : store(store), objects(objects), random(random) {}

  // The policies, owner and condition keys of a table bucket's or table's ARN.
  Result<std::optional<authz::ResourceRecord>> RecordOf(std::string_view arn) const override;

  // NotFoundException when missing.
  Result<BucketRecord> FindBucket(const state::Reader& reader, const Place& place) const;
  Result<NamespaceRecord> FindNamespace(const state::Reader& reader, const Place& place,
                                        std::string_view name) const;
  Result<TableRecord> FindTable(const state::Reader& reader, const Place& place,
                                std::string_view namespace_name, std::string_view name) const;
  // By the table's own ARN.
  Result<TableRecord> FindTableByArn(const state::Reader& reader, std::string_view arn) const;

  // Makes a table; with metadata its first metadata file too. ConflictException when the name is
  // taken.
  Result<TableRecord> MakeTable(const api::Call& call, const Place& place,
                                const std::string& namespace_name, const std::string& name,
                                std::optional<iceberg::NewTable> schema,
                                const std::map<std::string, std::string>& tags,
                                const TableSettings& settings);

  // Writes `metadata` as the table's next file and points the table to it if its version token is
  // still the expected one; kConflict, code ConflictException, otherwise.
  Result<TableRecord> Commit(const api::Call& call, const Place& place, const TableRecord& expected,
                             iceberg::TableMetadata metadata);
  // The same, with `alongside` writing in the transaction that moves the pointer.
  Result<TableRecord> CommitAlongside(const api::Call& call, const Place& place, const TableRecord& expected,
                                      iceberg::TableMetadata metadata,
                                      const std::function<void(state::Transaction&)>& alongside);

  // The table's current metadata file. NotFoundException when it has none, kCorrupt when the file
  // is unreadable.
  Result<std::shared_ptr<const TableFile>> LoadMetadata(const TableRecord& table);

  // Told that a table, or with an empty table a namespace, is gone, so that rights on its name can
  // go with it.
  using Removed = std::function<Result<void>(const Place& place, const std::string& namespace_name,
                                             const std::string& table)>;
  void OnRemoved(Removed removed) { removed_ = std::move(removed); }
  Result<void> TellRemoved(const Place& place, const std::string& namespace_name,
                           const std::string& table) const;

  state::Store& store;
  objects::ObjectStore& objects;
  sys::Random& random;
  size_t buckets_max = kBucketsMax;  // per account and Region; AWS raises its own of ten on request

 private:
  struct Cached {
    std::string path;
    std::shared_ptr<const TableFile> file;
  };
  Result<TableRecord> FillStorage(const api::Call& call, const FoundTable& made,
                                  const std::function<Result<void>(const state::Reader&)>& check,
                                  const std::shared_ptr<TableFile>& file, const std::string& key);
  void Remember(const std::string& path, std::shared_ptr<const TableFile> file);
  std::string NewWarehouseName();

  Removed removed_;
  sys::Mutex cache_mutex_;
  std::list<Cached> cache_order_;  // the most recently used first
  std::unordered_map<std::string, std::list<Cached>::iterator> cache_;
};

// The parts of a table bucket ARN. BadRequestException when it is not one; NotFoundException when
// it lies in another Region than the request's.
Result<Place> PlaceOf(const api::Call& call, std::string_view bucket_arn);
Place PlaceOfOwnBucket(const api::Call& call, std::string_view bucket);

std::string BucketPrefix(const Place& place);  // of the account and Region
std::string BucketKey(const Place& place);
std::string NamespacePrefix(const Place& place);
std::string NamespaceKey(const Place& place, std::string_view name);
std::string TablePrefix(const Place& place);
std::string TablePrefix(const Place& place, std::string_view namespace_name);
std::string TableKey(const Place& place, std::string_view namespace_name, std::string_view name);
std::string TableIdKey(const Place& place, std::string_view id);

// Naming rules of the S3 Tables user guide; BadRequestException.
Result<void> CheckBucketName(std::string_view name);
Result<void> CheckNamespaceName(std::string_view name);
Result<void> CheckTableName(std::string_view name);

// What an operation on a bucket, or on a table in it, needs. A table that does not exist is asked
// for as
// "<bucket>/table/*", so that refusals say nothing about existence.
authz::Need BucketNeed(std::string_view action, std::string_view bucket_arn);
authz::Need NamespaceNeed(std::string_view action, std::string_view bucket_arn,
                          std::string_view namespace_name);
authz::Need TableNeed(const S3Tables& s3tables, const api::Call& call, std::string_view action,
                      std::string_view bucket_arn, std::string_view namespace_name,
                      std::string_view name);

// Opaque continuation tokens. BadRequestException for one that was not given for this list.
std::string TokenOf(std::string_view key);
Result<std::string> KeyOf(const std::optional<std::string>& token, std::string_view list);

// Whether as many keys as allowed begin with the prefix.
bool IsFull(const state::Reader& reader, std::string_view prefix, size_t max);

}  // namespace firn::services::s3tables
