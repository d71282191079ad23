#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "services/s3tables/s3tables.h"

// What is configured beside a table bucket or table. Kept apart from the records themselves:
// commits rewrite a table's record, and a policy may be larger than it.
namespace firn::services::s3tables {

template <class Configuration>
struct Replication {
  std::string version_token;
  Configuration configuration;
};

template <class A, class Configuration>
void Describe(A& a, Replication<Configuration>& r) {
  a("version_token", r.version_token);
  a("configuration", r.configuration);
}

using BucketReplication = Replication<api::s3tables::TableBucketReplicationConfiguration>;
using TableReplication = Replication<api::s3tables::TableReplicationConfiguration>;

struct BucketSettings {
  std::optional<std::string> policy;
  std::optional<api::s3tables::EncryptionConfiguration> encryption;
  std::optional<api::s3tables::StorageClassConfiguration> storage;
  std::optional<api::s3tables::TableBucketMaintenanceConfigurationValue> file_removal;
  std::optional<std::string> metrics_id;
  std::optional<BucketReplication> replication;
};

template <class A>
void Describe(A& a, BucketSettings& r) {
  a("policy", r.policy);
  a("encryption", r.encryption);
  a("storage", r.storage);
  a("file_removal", r.file_removal);
  a("metrics_id", r.metrics_id);
  a("replication", r.replication);
}

struct TableSettings {
  std::optional<std::string> policy;
  std::optional<api::s3tables::EncryptionConfiguration>
      encryption;                                                   // fixed when the table was made
  std::optional<api::s3tables::StorageClassConfiguration> storage;  // likewise
  std::optional<api::s3tables::TableMaintenanceConfigurationValue> compaction;
  std::optional<api::s3tables::TableMaintenanceConfigurationValue> snapshots;
  std::optional<TableReplication> replication;
};

template <class A>
void Describe(A& a, TableSettings& r) {
  a("policy", r.policy);
  a("encryption", r.encryption);
  a("storage", r.storage);
  a("compaction", r.compaction);
  a("snapshots", r.snapshots);
  a("replication", r.replication);
}

// Whom an operation is open to: some administration is never delegated to other accounts, whatever
// policies say.
enum class Reach { kAnyAccount, kOwnAccount };

struct FoundBucket {
  Place place;
  BucketRecord record;
  BucketSettings settings;
};

struct FoundTable {
  Place place;
  TableRecord record;
  TableSettings settings;
};

// NotFoundException when missing, ForbiddenException when another account's and kOwnAccount.
Result<FoundBucket> BucketOf(const S3Tables& s3tables, const api::Call& call,
                             const state::Reader& reader, std::string_view bucket_arn,
                             Reach reach = Reach::kAnyAccount);
// A table as an operation's input names it: by its ARN, or by its bucket's and its names.
Result<FoundTable> TableByArn(const S3Tables& s3tables, const api::Call& call,
                              const state::Reader& reader, std::string_view table_arn);
Result<FoundTable> TableByNames(const S3Tables& s3tables, const api::Call& call,
                                const state::Reader& reader, std::string_view bucket_arn,
                                std::string_view namespace_name, std::string_view name,
                                Reach reach = Reach::kAnyAccount);

template <class Input>
Result<FoundTable> TableOf(const S3Tables& s3tables, const api::Call& call,
                           const state::Reader& reader, const Input& input,
                           Reach reach = Reach::kAnyAccount) {
  if constexpr (requires { input.table_bucket_arn; }) {
    return TableByNames(s3tables, call, reader, input.table_bucket_arn, input.namespace_,
                        input.name, reach);
  } else {
    return TableByArn(s3tables, call, reader, input.table_arn);
  }
}

void SaveSettings(state::Transaction& transaction, const FoundBucket& bucket);
void SaveSettings(state::Transaction& transaction, const FoundTable& table);
void EraseSettings(state::Transaction& transaction, const Place& place);
void EraseSettings(state::Transaction& transaction, const Place& place, const TableRecord& table);

// Changes the settings in one transaction; nothing is written when `change` fails.
Result<void> ChangeBucket(S3Tables& s3tables, const api::Call& call, std::string_view bucket_arn,
                          Reach reach, const std::function<Result<void>(FoundBucket&)>& change);

template <class Input>
Result<void> ChangeTable(S3Tables& s3tables, const api::Call& call, const Input& input, Reach reach,
                         const std::function<Result<void>(FoundTable&)>& change) {
  return s3tables.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(FoundTable table, TableOf(s3tables, call, transaction, input, reach));
    FIRN_OK(change(table));
    SaveSettings(transaction, table);
    return {};
  });
}

}  // namespace firn::services::s3tables
