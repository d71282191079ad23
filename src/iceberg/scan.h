#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "iceberg/append.h"
#include "iceberg/manifest.h"
#include "iceberg/metadata.h"

namespace firn::iceberg {

// A live file of a snapshot.
struct ScanFile {
  DataFile file;
  int64_t snapshot_id = 0;           // that added it
  int64_t sequence_number = 0;       // of its data: which deletes apply
  int64_t file_sequence_number = 0;  // of the commit that added the file itself
  bool operator==(const ScanFile& other) const = default;
};

// Leaves out what a reader need not see. An empty function keeps everything.
struct ScanFilter {
  std::function<bool(const ManifestFile&)> keep_manifest;
  std::function<bool(const DataFile&)> keep_file;  // asked for data files only
};

struct ScanPlan {
  std::optional<int64_t> snapshot_id;  // none: the table has no snapshot and no file
  int32_t schema_id = 0;
  std::vector<ScanFile> data;
  std::vector<ScanFile> deletes;
};

// The live files of a snapshot, or of the current one when none is named. Files come from metadata
// only, never from listing. kNotFound when the snapshot does not exist; errors of `fetch` pass
// through.
Result<ScanPlan> PlanScan(const TableMetadata& metadata, std::optional<int64_t> snapshot_id,
                          const FetchBytes& fetch, const ScanFilter& filter = {});

// The snapshot's manifests, newest first as the list has them.
Result<std::vector<ManifestFile>> ManifestsOf(const Snapshot& snapshot, const FetchBytes& fetch);

// The delete files that apply to one data file, in the order of the plan: equality deletes of later
// commits in the same partition (or of an unpartitioned spec), position deletes of the same or
// later commits in the same partition.
std::vector<const ScanFile*> DeletesFor(const TableMetadata& metadata, const ScanPlan& plan,
                                        const ScanFile& data);

}  // namespace firn::iceberg
