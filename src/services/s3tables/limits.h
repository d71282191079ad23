#pragma once

#include <cstddef>
#include <cstdint>

// Quotas and ranges of the S3 Tables user guide.
namespace firn::services::s3tables {

inline constexpr size_t kBucketsMax =
    10;  // per account and Region, unless the lake is told otherwise
inline constexpr size_t kNamespacesMax = 10'000;  // per table bucket
inline constexpr size_t kTablesMax = 10'000;      // per table bucket
inline constexpr size_t kTagsMax = 50;            // per resource
inline constexpr int32_t kPageMax = 1000;         // of every list
inline constexpr int32_t kTargetFileMegabytesMin = 64;
inline constexpr int32_t kTargetFileMegabytesMax = 512;
inline constexpr size_t kMetadataFileBytesMax = 50u << 20;  // of a table's metadata file

}  // namespace firn::services::s3tables
