#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "columnar/batch.h"
#include "columnar/stats.h"
#include "columnar/table_source.h"

namespace firn::columnar {

struct EngineOptions {
  unsigned threads = 2;  // that all calls share
  uint64_t memory_bytes =
      1u << 30;                 // what sorting and rewriting may hold before they spill or fail
  std::string spill_directory;  // empty: nothing is spilled
};

struct SortKey {
  std::string column;  // top-level
  bool descending = false;
  bool nulls_first = true;

  bool operator==(const SortKey&) const = default;
};

struct WriteOptions {
  int zstd_level = 1;
  uint64_t row_group_rows = 122880;  // rounded up to a multiple of 2048
  unsigned threads =
      1;  // that may write one file; more than one leaves rows in no particular order
  std::vector<SortKey> sort;  // empty: as given
};

// Writes Parquet files for Iceberg: every column and part of one carries its field id.
//
// Files are complete when a call returns but not synced; the caller syncs before it makes them
// known. All columns are written as optional, required ones after a check. fixed[n] is written as
// binary without a length, which is how its values are stored. Opening the engine costs some 20 ms,
// so it happens with the first call. Threads: any, side by side.
class Engine {
 public:
  explicit Engine(EngineOptions options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Writes the batches' rows, which share one schema, to a new file at `path`; an existing one is
  // replaced. Counts and bounds come from the values themselves. kInvalid when a required column
  // holds a null or there is no column, kUnavailable when the disk or the memory is full.
  Result<FileStats> WriteParquet(std::span<const Batch* const> batches, const std::string& path,
                                 const WriteOptions& options);
  Result<FileStats> WriteParquet(const Batch& batch, const std::string& path,
                                 const WriteOptions& options) {
    const Batch* one = &batch;
    return WriteParquet({&one, 1}, path, options);
  }

  // Writes a table's rows, deletes and filter applied, to one new file at `path` under the source's
  // field ids: what compaction does. `schema` is the table's, which gives the parts of nested
  // columns their ids; a column of the source that it lacks is left out. Bounds come from the
  // file's own statistics; what these do not say for certain is absent.
  Result<FileStats> RewriteParquet(const TableSource& source, const Schema& schema,
                                   const std::string& path, const WriteOptions& options);

 private:
  struct State;
  Result<State*> Open();
  EngineOptions options_;
  std::unique_ptr<State> state_;
};

}  // namespace firn::columnar
