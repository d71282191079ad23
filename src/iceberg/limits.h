#pragma once

#include <cstddef>
#include <cstdint>

namespace firn::iceberg {

// The newest table format that is read, and the newest that data is appended to.
inline constexpr int kFormatVersionRead = 3;
inline constexpr int kFormatVersionAppend = 2;

inline constexpr size_t kSchemaDepthMax = 64;       // nested structs, lists and maps
inline constexpr size_t kSchemaFieldsMax = 10'000;  // fields of one schema, nested ones included
inline constexpr size_t kManifestsPerSnapshotMax = 1'000'000;
inline constexpr int32_t kIdMax =
    2'000'000'000;  // of fields, schemas, specs and orders; leaves room to count on
inline constexpr int32_t kPartitionFieldIdFirst = 1000;  // ids below belong to columns
inline constexpr int kPreviousMetadataMaxDefault = 100;  // of write.metadata.previous-versions-max
inline constexpr int32_t kDecimalPrecisionMax = 38;
inline constexpr int32_t kBucketCountMax = INT32_MAX;

}  // namespace firn::iceberg
