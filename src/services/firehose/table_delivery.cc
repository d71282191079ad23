#include "services/firehose/table_delivery.h"

#include <algorithm>
#include <charconv>

#include "api/s3.h"
#include "base/log.h"
#include "iceberg/append.h"
#include "iceberg/columnar_schema.h"
#include "services/firehose/error_output.h"
#include "services/firehose/table_rows.h"

namespace firn::services::firehose {
namespace {

constexpr const char* kNoSuchTable = "Iceberg.NoSuchTable";
constexpr const char* kGlueDenied = "Glue.AccessDenied";
constexpr const char* kStorageDenied = "S3.AccessDenied";
constexpr const char* kCommitFailed = "Iceberg.CommitFailed";
constexpr const char* kRefusedBefore = "Iceberg.InvalidRecord";
constexpr std::string_view kIcebergCommitFailed = "IcebergCommitFailed";  // error-output-type
constexpr const char* kNoCredentials = "Unable to retrieve credentials from Lake Formation";

Unexpected Coded(Error error, std::string_view code) {
  error.code = code;
  return Fail(std::move(error));
}

// s3://bucket/key
Result<std::pair<std::string, std::string>> SplitLocation(std::string_view location) {
  constexpr std::string_view kScheme = "s3://";
  const size_t slash =
      location.starts_with(kScheme) ? location.find('/', kScheme.size()) : std::string_view::npos;
  if (slash == std::string_view::npos) {
    return Fail(Kind::kUnsupported, "Not a location in S3: " + std::string(location));
  }
  return std::pair(std::string(location.substr(kScheme.size(), slash - kScheme.size())),
                   std::string(location.substr(slash + 1)));
}

// The greatest number this writer has committed, from its newest tag; 0 when there is none.
Result<uint64_t> CommittedBy(const iceberg::TableMetadata& metadata, const std::string& tag) {
  const iceberg::Snapshot* snapshot = iceberg::FindSnapshotBySummary(metadata, kStreamTag, tag);
  if (snapshot == nullptr) return 0;
  const std::string_view range = snapshot->Summary(kRangeTag);
  const size_t dash = range.find('-');
  uint64_t last = 0;
  const auto [end, error] = std::from_chars(range.data() + std::min(dash, range.size() - 1) + 1,
                                            range.data() + range.size(), last);
  if (dash == std::string_view::npos || error != std::errc() ||
      end != range.data() + range.size()) {
    return Fail(Kind::kCorrupt, "A snapshot's firn.log-range cannot be read");
  }
  return last;
}

}  // namespace

struct TableDelivery::Target {
  ResolvedTable table;
  Call data_call;  // as whoever may touch the data, in the account that owns the table
};

Result<TableDelivery::Target> TableDelivery::FindTarget() {
  FIRN_TRY(const Call role_call,
           CallAsRole(firehose_, flush_.stream, flush_.record.iceberg.role_arn));
  FIRN_TRY(const std::string catalog_id, CatalogIdOf(role_call, flush_.record.iceberg));
  Target target;
  auto table = ResolveTable(firehose_.with.glue, role_call, catalog_id,
                            table_.destination_database_name, table_.destination_table_name);
  if (!table) {
    Error error = std::move(table).error();
    const bool denied = error.kind == Kind::kDenied;
    return Coded(std::move(error), denied ? kGlueDenied : kNoSuchTable);
  }
  target.table = *std::move(table);
  target.data_call = role_call;
  FIRN_OK(Authorize(target, role_call.principal));
  target.data_call.account = target.table.owner;
  return target;
}

// The delivery role itself in IAM mode; whom Lake Formation names in Lake Formation mode.
Result<void> TableDelivery::Authorize(Target& target, const authz::Principal& role) {
  auto& gate = firehose_.with.gate;
  const authz::Circumstances circumstances = api::CircumstancesOf(target.data_call);
  if (target.table.lake_formation) {
    auto allowed =
        gate.Authorize(role, circumstances, {{"lakeformation:GetDataAccess", "*", {}, {}}});
    if (allowed) {
      const authz::LakeResource resource{target.table.catalog_id, target.table.database,
                                         target.table.place.table};
      allowed = gate.AuthorizeLake(role, {"INSERT", resource, flush_.stream.region.text()});
    }
    if (!allowed) return Coded(std::move(allowed).error(), kGlueDenied);
    auto principal = firehose_.with.data_access.PrincipalFor(target.data_call,
                                                             target.table.place.table_bucket_arn);
    if (!principal) {
      Error error = std::move(principal).error();
      error.message = std::string(kNoCredentials) + ": " + error.message;
      return Coded(std::move(error), kStorageDenied);
    }
    target.data_call.principal = *std::move(principal);
  }
  authz::Needs needs;
  for (const char* action :
       {"s3tables:GetTableData", "s3tables:PutTableData", "s3tables:GetTableMetadataLocation",
        "s3tables:UpdateTableMetadataLocation"}) {
    needs.push_back({action,
                     target.table.table_arn,
                     {{"s3tables:namespace", {target.table.place.namespace_name}},
                      {"s3tables:tableName", {target.table.place.table}}},
                     {}});
  }
  auto allowed = gate.Authorize(target.data_call.principal, circumstances, needs);
  if (!allowed) return Coded(std::move(allowed).error(), kStorageDenied);
  return {};
}

Result<void> TableDelivery::Deliver(const std::vector<LogRecord>& records, Attempt& attempt) {
  auto found = FindTarget();
  if (!found) {
    // A table that is gone holds nothing of this stream.
    attempt.position_known = found.error().kind == Kind::kNotFound;
    return Fail(std::move(found).error());
  }
  const Target target = *std::move(found);
  auto loaded = firehose_.with.tables.Load(target.data_call, target.table.place);
  if (!loaded) {
    attempt.position_known = loaded.error().kind == Kind::kNotFound;
    return Coded(std::move(loaded).error(), kNoSuchTable);
  }
  const std::shared_ptr<const iceberg::TableMetadata> metadata = *std::move(loaded);
  FIRN_TRY(const uint64_t tagged, CommittedBy(*metadata, Tag()));
  FIRN_TRY(const uint64_t kept, KeptPosition());
  const uint64_t committed = std::max(tagged, kept);
  attempt.position_known = true;

  FIRN_TRY(auto columns, iceberg::ColumnarSchema(metadata->CurrentSchema()));
  const auto schema = std::make_shared<const columnar::Schema>(std::move(columns));
  columnar::Batch batch(schema);
  FIRN_OK(RefuseUnfit(records, committed, schema, batch, attempt));
  if (batch.rows() == 0) return {};

  FIRN_TRY(const auto files, WriteFiles(target, *metadata, batch, attempt));
  FIRN_OK(Commit(target, metadata, files, {records.front().sequence, flush_.progress.begun}));
  attempt.delivered = batch.rows();
  attempt.committed = true;
  return {};
}

// Fills the batch with the rows that fit. The others are in the error bucket before the commit: a
// range that is found in the table is done with.
Result<void> TableDelivery::RefuseUnfit(const std::vector<LogRecord>& records, uint64_t committed,
                                        const std::shared_ptr<const columnar::Schema>& schema,
                                        columnar::Batch& batch, Attempt& attempt) {
  std::vector<const LogRecord*> taken;
  std::vector<const LogRecord*> decided;
  for (const LogRecord& record : records) {
    if (record.sequence <= committed) continue;
    ++attempt.rows;
    if (HasRow(refusals().written, RowOf(record))) continue;
    (HasRow(refusals().decided, RowOf(record)) ? decided : taken).push_back(&record);
  }
  if (attempt.rows == 0) return {};
  if (!decided.empty()) {
    columnar::Batch unused(schema);
    FIRN_OK(WriteDecided(decided, Decode(schema, decided, unused)));
  }
  const std::vector<FailedRecord> failed = Decode(schema, taken, batch);
  if (!failed.empty()) {
    RowSet rows;
    for (const FailedRecord& row : failed) AppendRow(rows, RowOf(*row.record));
    refusals().decided = std::move(rows);
    FIRN_OK(flush_.save(flush_.progress));
    FIRN_OK(WriteDecided({}, failed));
  }
  attempt.failed = attempt.rows - batch.rows();
  return {};
}

std::vector<FailedRecord> TableDelivery::Decode(
    const std::shared_ptr<const columnar::Schema>& schema,
    const std::vector<const LogRecord*>& records, columnar::Batch& batch) const {
  std::vector<std::string_view> texts;
  texts.reserve(records.size());
  for (const LogRecord* record : records) texts.push_back(record->data);
  columnar::JsonDecoder decoder(schema);  // the slice outlives the batch
  std::vector<FailedRecord> failed;
  for (auto& failure : decoder.Decode(texts, columnar::RecordMemory::kKept, batch)) {
    failed.push_back({records[failure.index], std::move(failure.code), std::move(failure.message)});
  }
  return failed;
}

// Writes the object that was decided on: `failed`, and those of `decided` for which nothing new can
// be said.
Result<void> TableDelivery::WriteDecided(const std::vector<const LogRecord*>& decided,
                                         std::vector<FailedRecord> failed) {
  std::set<const LogRecord*> explained;
  for (const FailedRecord& row : failed) explained.insert(row.record);
  for (const LogRecord* record : decided) {
    if (explained.contains(record)) continue;
    failed.push_back({record, kRefusedBefore, "The record was refused by an earlier attempt"});
  }
  std::sort(failed.begin(), failed.end(), [](const FailedRecord& a, const FailedRecord& b) {
    return a.record->sequence < b.record->sequence;
  });
  FIRN_OK(errors_.Write(failed, kIcebergFailed, "rows"));
  Refusals& kept = refusals();
  kept.written = UnionOf(kept.written, kept.decided);
  kept.decided.clear();
  return flush_.save(flush_.progress);
}

// What the commit's transaction kept: the table's own tag goes when its snapshot expires.
Result<uint64_t> TableDelivery::KeptPosition() const {
  FIRN_TRY(const auto kept, state::LoadShared<Committed>(firehose_.with.store.Read(),
                                                         CommittedKey(flush_.stream, route_)));
  return kept == nullptr ? 0 : static_cast<uint64_t>(kept->last);
}

Result<std::vector<iceberg::DataFile>> TableDelivery::WriteFiles(
    const Target& target, const iceberg::TableMetadata& metadata, const columnar::Batch& batch,
    Attempt& attempt) {
  FIRN_TRY(const auto partitions,
           SplitByPartition(batch, metadata.CurrentSchema(), metadata.DefaultSpec()));
  std::vector<iceberg::DataFile> files;
  for (const PartitionRows& partition : partitions) {
    if (partition.rows.size() == batch.rows()) {
      FIRN_TRY(auto file, WriteFile(target, metadata, batch, partition.values));
      files.push_back(std::move(file));
    } else {
      FIRN_TRY(auto file,
               WriteFile(target, metadata, batch.Gather(partition.rows), partition.values));
      files.push_back(std::move(file));
    }
    attempt.bytes += static_cast<size_t>(files.back().file_size_in_bytes);
  }
  return files;
}

Result<iceberg::DataFile> TableDelivery::WriteFile(const Target& target,
                                                   const iceberg::TableMetadata& metadata,
                                                   const columnar::Batch& batch,
                                                   const std::vector<iceberg::Value>& partition) {
  FIRN_TRY(columnar::Engine* const engine, firehose_.with.engine());
  const std::string uuid = firehose_.with.random.Uuid();
  const std::string path = firehose_.with.data_directory + "/spool/" + uuid + ".parquet";
  columnar::WriteOptions options;
  options.sort = SortKeysOf(metadata);
  const auto remove = [&] {
    auto removed = firehose_.with.disk.Remove(path);
    if (!removed && removed.error().kind != Kind::kNotFound) {
      Log(LogLevel::kWarning, "a spooled data file stays",
          {{"path", path}, {"error", removed.error().message}});
    }
  };
  auto stats = engine->WriteParquet(batch, path, options);
  if (!stats) {
    remove();
    return Fail(std::move(stats).error());
  }
  const iceberg::PartitionSpec& spec = metadata.DefaultSpec();
  FIRN_TRY(iceberg::DataFile file, DataFileOf(*stats, metadata.CurrentSchema()));
  file.spec_id = spec.spec_id;
  file.partition = partition;
  if (!options.sort.empty()) file.sort_order_id = metadata.default_sort_order_id;
  const std::string folder = iceberg::PartitionPath(spec, metadata.CurrentSchema(), partition);
  file.file_path =
      metadata.DataFolder() + "/" + (folder.empty() ? "" : folder + "/") + uuid + ".parquet";
  FIRN_TRY(std::shared_ptr<sys::File> opened, firehose_.with.disk.Open(path, sys::OpenMode::kRead));
  auto uploaded = Upload(
      target, file.file_path,
      wire::Body::OfFile(std::move(opened), 0, static_cast<uint64_t>(stats->file_bytes), path));
  remove();
  if (!uploaded) return Fail(std::move(uploaded).error());
  return file;
}

// Everything but the commit stands when somebody else commits first: the data files are planned
// into the newer table, as long as they fit its schema and partitions.
Result<void> TableDelivery::Commit(const Target& target,
                                   std::shared_ptr<const iceberg::TableMetadata> metadata,
                                   const std::vector<iceberg::DataFile>& files, Range range) {
  const auto keep = [&](state::Transaction& transaction) {
    state::Save(transaction, CommittedKey(flush_.stream, route_), Committed{range.last});
  };
  const int32_t schema_id = metadata->current_schema_id;
  const int32_t spec_id = metadata->default_spec_id;
  const auto fetch = [&](const std::string& location) -> Result<std::string> {
    FIRN_TRY(auto place, SplitLocation(location));
    api::s3::GetObjectInput input;
    input.bucket = std::move(place.first);
    input.key = std::move(place.second);
    FIRN_TRY(const auto output, firehose_.with.s3.GetObject(target.data_call, input));
    return output.body.Read();
  };
  for (int conflicts = 0; conflicts < kConflictsMax; ++conflicts) {
    iceberg::AppendRequest request;
    request.files = files;
    request.snapshot_id = static_cast<int64_t>(firehose_.with.random.Below((1ull << 62) - 1) + 1);
    request.uuid = firehose_.with.random.Uuid();
    request.now = firehose_.with.clock.Now();
    request.summary = {
        {std::string(kStreamTag), Tag()},
        {std::string(kRangeTag), std::to_string(range.first) + "-" + std::to_string(range.last)}};
    FIRN_TRY(const auto plan, iceberg::PlanAppend(*metadata, request, fetch));
    for (const auto& manifest : plan.manifests)
      FIRN_OK(Upload(target, manifest.location, wire::Body(manifest.bytes)));
    FIRN_OK(Upload(target, plan.manifest_list.location, wire::Body(plan.manifest_list.bytes)));
    Call call = target.data_call;
    call.now = request.now;
    auto committed = firehose_.with.tables.Commit(call, target.table.place, plan.change, keep);
    if (committed) return {};
    if (committed.error().kind != Kind::kConflict)
      return Coded(std::move(committed).error(), kCommitFailed);
    FIRN_TRY(metadata, firehose_.with.tables.Load(call, target.table.place));
    if (metadata->current_schema_id != schema_id || metadata->default_spec_id != spec_id) {
      return Coded(
          {Kind::kConflict, "The table's schema or partition changed during delivery", {}, 0, {}},
          kCommitFailed);
    }
  }
  return Coded({Kind::kConflict, "Too many concurrent commits to this table", {}, 0, {}},
               kCommitFailed);
}

Result<void> TableDelivery::Upload(const Target& target, const std::string& location,
                                   wire::Body body) {
  FIRN_TRY(auto place, SplitLocation(location));
  api::s3::PutObjectInput input;
  input.bucket = std::move(place.first);
  input.key = std::move(place.second);
  input.body = std::move(body);
  auto stored = firehose_.with.s3.PutObject(target.data_call, input);
  if (!stored) {
    Error error = std::move(stored).error();
    if (error.kind == Kind::kDenied) error.code = kStorageDenied;
    return Fail(std::move(error));
  }
  return {};
}

Result<size_t> TableDelivery::GiveUp(const std::vector<LogRecord>& records, const std::string& code,
                                     const std::string& message) {
  FIRN_TRY(const uint64_t committed, KeptPosition());
  std::vector<FailedRecord> decided;
  std::vector<FailedRecord> failed;
  size_t in_bucket = 0;
  for (const LogRecord& record : records) {
    if (record.sequence <= committed) continue;
    ++in_bucket;
    if (HasRow(refusals().written, RowOf(record))) continue;
    (HasRow(refusals().decided, RowOf(record)) ? decided : failed)
        .push_back({&record, code, message});
  }
  if (!decided.empty()) FIRN_OK(WriteDecided({}, std::move(decided)));
  FIRN_OK(errors_.Write(failed, code == kCommitFailed ? kIcebergCommitFailed : kIcebergFailed,
                        "delivery"));
  return in_bucket;
}

}  // namespace firn::services::firehose
