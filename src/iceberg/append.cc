#include "iceberg/append.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <set>

#include "base/digest.h"
#include "iceberg/limits.h"

namespace firn::iceberg {
namespace {

// Differs from file to file because the uuid does.
std::string SyncMarker(std::string_view uuid, std::string_view location) {
  return Md5(std::string(uuid) + "\n" + std::string(location)).substr(0, format::kAvroSyncBytes);
}

struct Totals {
  int64_t files = 0;
  int64_t records = 0;
  int64_t bytes = 0;
};

// Adds to a total of the parent's summary. A parent that does not know its total leaves it unknown.
void AddTotal(const Snapshot* parent, const std::string& key, int64_t added, Properties& out) {
  int64_t before = 0;
  if (parent) {
    std::string_view text = parent->Summary(key);
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), before);
    if (error != std::errc() || end != text.data() + text.size() || before < 0) {
      out.erase(key);
      return;
    }
  }
  int64_t total = 0;
  if (__builtin_add_overflow(before, added, &total)) {
    out.erase(key);
    return;
  }
  out[key] = std::to_string(total);
}

Properties Summary(const AppendRequest& request, const Snapshot* parent, const Totals& added,
                   size_t partitions) {
  Properties out = request.summary;
  out["operation"] = "append";
  auto set_if_any = [&](const std::string& key, int64_t value) {
    if (value > 0) out[key] = std::to_string(value);
  };
  set_if_any("added-data-files", added.files);
  set_if_any("added-records", added.records);
  set_if_any("added-files-size", added.bytes);
  out["changed-partition-count"] = std::to_string(partitions);
  AddTotal(parent, "total-data-files", added.files, out);
  AddTotal(parent, "total-records", added.records, out);
  AddTotal(parent, "total-files-size", added.bytes, out);
  AddTotal(parent, "total-delete-files", 0, out);
  AddTotal(parent, "total-position-deletes", 0, out);
  AddTotal(parent, "total-equality-deletes", 0, out);
  return out;
}

Result<void> CheckTable(const TableMetadata& base, const AppendRequest& request) {
  if (base.format_version != kFormatVersionAppend) {
    return Fail(Kind::kUnsupported, "Cannot append to a table of format version " +
                                        std::to_string(base.format_version));
  }
  if (request.snapshot_id <= 0) return Fail(Kind::kInvalid, "Snapshot id must be positive");
  if (base.FindSnapshot(request.snapshot_id)) {
    return Fail(Kind::kInvalid,
                "Snapshot already exists for id: " + std::to_string(request.snapshot_id));
  }
  if (base.last_sequence_number == std::numeric_limits<int64_t>::max()) {
    return Fail(Kind::kInvalid, "Table has no sequence number left");
  }
  if (request.uuid.empty()) return Fail(Kind::kInvalid, "Append needs a uuid to name its files");
  if (base.current_snapshot_id && !base.CurrentSnapshot()) {
    return Fail(Kind::kCorrupt,
                "Current snapshot is missing: " + std::to_string(*base.current_snapshot_id));
  }
  return {};
}

// Entries by partition spec, with the totals and partitions they touch.
struct Grouped {
  std::map<int32_t, std::vector<ManifestEntry>> by_spec;
  std::set<std::pair<int32_t, std::string>> partitions;
  Totals totals;
};

Result<Grouped> Group(const TableMetadata& base, const AppendRequest& request) {
  Grouped out;
  for (const DataFile& file : request.files) {
    const PartitionSpec* spec = base.FindSpec(file.spec_id);
    if (!spec)
      return Fail(Kind::kInvalid, "Cannot find partition spec: " + std::to_string(file.spec_id));
    if (file.content != FileContent::kData)
      return Fail(Kind::kInvalid, "An append adds data files only");
    if (file.file_path.empty() || file.record_count < 0 || file.file_size_in_bytes < 0) {
      return Fail(Kind::kInvalid, "Data file has no path or a negative size: " + file.file_path);
    }
    out.by_spec[file.spec_id].push_back({EntryStatus::kAdded, request.snapshot_id, {}, {}, file});
    out.partitions.emplace(file.spec_id,
                           PartitionPath(*spec, base.CurrentSchema(), file.partition));
    ++out.totals.files;
    if (__builtin_add_overflow(out.totals.records, file.record_count, &out.totals.records) ||
        __builtin_add_overflow(out.totals.bytes, file.file_size_in_bytes, &out.totals.bytes)) {
      return Fail(Kind::kInvalid, "Append has more rows or bytes than can be counted");
    }
  }
  return out;
}

}  // namespace

Result<AppendPlan> PlanAppend(const TableMetadata& base, const AppendRequest& request,
                              const FetchBytes& fetch) {
  FIRN_OK(CheckTable(base, request));
  const Snapshot* parent = base.CurrentSnapshot();
  int64_t sequence = base.last_sequence_number + 1;
  const Schema& schema = base.CurrentSchema();
  FIRN_TRY(auto grouped, Group(base, request));

  AppendPlan plan;
  std::vector<ManifestFile> manifests;
  for (const auto& [spec_id, entries] : grouped.by_spec) {
    const PartitionSpec& spec = *base.FindSpec(spec_id);
    PlannedFile file;
    file.location =
        fmt::format("{}/{}-m{}.avro", base.MetadataFolder(), request.uuid, plan.manifests.size());
    ManifestWriteOptions options{schema, spec, ManifestContent::kData,
                                 SyncMarker(request.uuid, file.location)};
    FIRN_TRY(file.bytes, WriteManifest(options, entries));
    FIRN_TRY(auto described, DescribeManifest(schema, spec, entries, sequence));
    described.manifest_path = file.location;
    described.manifest_length = static_cast<int64_t>(file.bytes.size());
    described.added_snapshot_id = request.snapshot_id;
    manifests.push_back(std::move(described));
    plan.manifests.push_back(std::move(file));
  }
  if (parent) {
    if (parent->manifest_list.empty()) {
      return Fail(Kind::kUnsupported, "Cannot append after a snapshot without manifest list");
    }
    FIRN_TRY(std::string bytes, fetch(parent->manifest_list));
    FIRN_TRY(auto earlier, ReadManifestList(bytes));
    manifests.insert(manifests.end(), std::make_move_iterator(earlier.begin()),
                     std::make_move_iterator(earlier.end()));
  }

  plan.manifest_list.location =
      fmt::format("{}/snap-{}-1-{}.avro", base.MetadataFolder(), request.snapshot_id, request.uuid);
  ManifestListWriteOptions list;
  list.snapshot_id = request.snapshot_id;
  if (parent) list.parent_snapshot_id = parent->snapshot_id;
  list.sequence_number = sequence;
  list.sync = SyncMarker(request.uuid, plan.manifest_list.location);
  FIRN_TRY(plan.manifest_list.bytes, WriteManifestList(list, manifests));

  Snapshot& snapshot = plan.snapshot;
  snapshot.snapshot_id = request.snapshot_id;
  snapshot.parent_snapshot_id = list.parent_snapshot_id;
  snapshot.sequence_number = sequence;
  // Clocks of several writers differ; time within one table never runs backwards.
  snapshot.timestamp_ms = std::max(EpochMillis(request.now), base.last_updated_ms);
  snapshot.manifest_list = plan.manifest_list.location;
  snapshot.summary = Summary(request, parent, grouped.totals, grouped.partitions.size());
  snapshot.schema_id = schema.schema_id;

  SnapshotRef main;
  if (const SnapshotRef* old = base.FindRef(kMainBranch)) main = *old;
  main.snapshot_id = request.snapshot_id;
  plan.change.requirements = {
      AssertTableUuid{base.table_uuid},
      AssertRefSnapshotId{std::string(kMainBranch), list.parent_snapshot_id}};
  plan.change.updates = {AddSnapshot{snapshot}, SetSnapshotRef{std::string(kMainBranch), main}};
  return plan;
}

}  // namespace firn::iceberg
