#pragma once

#include <cstddef>

// Bounds of the Data Catalog, as the Glue documentation and its quotas give them.
namespace firn::services::glue {

inline constexpr size_t kPartitionIndexesMax = 3;      // of one table
inline constexpr size_t kMetadataBytesMax = 50 << 20;  // of one Iceberg metadata file
inline constexpr size_t kTagsMax = 50;                 // of one resource
inline constexpr size_t kPolicyBytesMax = 10 * 1024;   // of a resource policy
inline constexpr size_t kRegistriesMax = 10;           // of one account and Region
inline constexpr size_t kMetadataMax = 10;             // pairs of one schema version
inline constexpr size_t kPageMax = 100;                // when a request does not say how many
inline constexpr size_t kPartitionPageMax = 1000;

}  // namespace firn::services::glue
