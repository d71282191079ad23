#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "columnar/batch.h"
#include "columnar/engine.h"
#include "columnar/stats.h"
#include "iceberg/manifest.h"
#include "iceberg/metadata.h"

// Between Iceberg's metadata and columnar batches: partitions of rows, and files with their metrics.
namespace firn::services::firehose {

// The rows of a batch that go into one data file.
struct PartitionRows {
  std::vector<iceberg::Value> values;  // of the spec's fields
  std::vector<uint32_t> rows;
};

// The batch's rows by partition, in the order in which partitions come up. kThrottled beyond
// kPartitionsMax, kUnsupported when a transform is not known.
Result<std::vector<PartitionRows>> SplitByPartition(const columnar::Batch& batch,
                                                    const iceberg::Schema& schema,
                                                    const iceberg::PartitionSpec& spec);

// The table's sort order when its keys are columns as they are; empty otherwise.
std::vector<columnar::SortKey> SortKeysOf(const iceberg::TableMetadata& metadata);

// The entry of a written file; path and partition are the caller's.
Result<iceberg::DataFile> DataFileOf(const columnar::FileStats& stats,
                                     const iceberg::Schema& schema);

}  // namespace firn::services::firehose
