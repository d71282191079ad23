#include "iceberg/scan.h"

#include <algorithm>

namespace firn::iceberg {
namespace {

bool Applies(const TableMetadata& metadata, const ScanFile& deletes, const ScanFile& data) {
  bool same_partition =
      deletes.file.spec_id == data.file.spec_id && deletes.file.partition == data.file.partition;
  if (deletes.file.content == FileContent::kEqualityDeletes) {
    if (deletes.sequence_number <= data.sequence_number) return false;
    const PartitionSpec* spec = metadata.FindSpec(deletes.file.spec_id);
    return same_partition || (spec && spec->is_unpartitioned());
  }
  if (deletes.sequence_number < data.sequence_number) return false;
  if (deletes.file.referenced_data_file)
    return *deletes.file.referenced_data_file == data.file.file_path;
  return same_partition;
}

Result<void> AddLiveFiles(const Manifest& manifest, const ScanFilter& filter, ScanPlan& plan) {
  for (const ManifestEntry& entry : manifest.entries) {
    if (entry.status == EntryStatus::kDeleted) continue;
    if (!entry.sequence_number) {
      return Fail(Kind::kCorrupt, "Manifest is malformed: an existing file has no sequence number");
    }
    bool data = entry.file.content == FileContent::kData;
    if (data && filter.keep_file && !filter.keep_file(entry.file)) continue;
    ScanFile file{entry.file, entry.snapshot_id.value_or(0), *entry.sequence_number,
                  entry.file_sequence_number.value_or(*entry.sequence_number)};
    (data ? plan.data : plan.deletes).push_back(std::move(file));
  }
  return {};
}

}  // namespace

Result<std::vector<ManifestFile>> ManifestsOf(const Snapshot& snapshot, const FetchBytes& fetch) {
  if (!snapshot.manifest_list.empty()) {
    FIRN_TRY(std::string bytes, fetch(snapshot.manifest_list));
    return ReadManifestList(bytes);
  }
  std::vector<ManifestFile> manifests;
  for (const std::string& path : snapshot.manifests) {
    ManifestFile manifest;
    manifest.manifest_path = path;
    manifest.added_snapshot_id = snapshot.snapshot_id;
    manifests.push_back(std::move(manifest));
  }
  return manifests;
}

Result<ScanPlan> PlanScan(const TableMetadata& metadata, std::optional<int64_t> snapshot_id,
                          const FetchBytes& fetch, const ScanFilter& filter) {
  ScanPlan plan;
  plan.schema_id = metadata.current_schema_id;
  std::optional<int64_t> id = snapshot_id ? snapshot_id : metadata.current_snapshot_id;
  if (!id) return plan;
  const Snapshot* snapshot = metadata.FindSnapshot(*id);
  if (!snapshot)
    return Fail(Kind::kNotFound, "Cannot find snapshot with ID " + std::to_string(*id));
  plan.snapshot_id = id;
  // A named snapshot is read with its own schema, the current one with the table's.
  if (snapshot_id) plan.schema_id = metadata.SchemaOf(*snapshot).schema_id;
  FIRN_TRY(auto manifests, ManifestsOf(*snapshot, fetch));
  for (const ManifestFile& listed : manifests) {
    if (!listed.may_have_live_files()) continue;
    if (filter.keep_manifest && !filter.keep_manifest(listed)) continue;
    FIRN_TRY(std::string bytes, fetch(listed.manifest_path));
    auto manifest = ReadManifest(bytes, listed);
    if (!manifest) return Within(listed.manifest_path, std::move(manifest).error());
    FIRN_OK(AddLiveFiles(*manifest, filter, plan));
  }
  return plan;
}

std::vector<const ScanFile*> DeletesFor(const TableMetadata& metadata, const ScanPlan& plan,
                                        const ScanFile& data) {
  std::vector<const ScanFile*> applying;
  for (const ScanFile& deletes : plan.deletes) {
    if (Applies(metadata, deletes, data)) applying.push_back(&deletes);
  }
  return applying;
}

}  // namespace firn::iceberg
