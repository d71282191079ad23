#pragma once

#include <optional>

#include "api/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

// A key belongs to aws:kms and to nothing else, and lies in the table bucket's Region.
// BadRequestException.
Result<void> CheckEncryption(const api::s3tables::EncryptionConfiguration& encryption,
                             const Region& region);

// What setting an encryption or storage class needs beside the operation's own action:
// `encryption_action` and `storage_action` on the resource, and kms:DescribeKey on the key.
void AddStorageNeeds(authz::Needs& needs, const std::string& resource,
                     std::string_view encryption_action,
                     const std::optional<api::s3tables::EncryptionConfiguration>& encryption,
                     std::string_view storage_action,
                     const std::optional<api::s3tables::StorageClassConfiguration>& storage);

// What a new table gets: its own wish, else its bucket's, else AWS's default.
api::s3tables::EncryptionConfiguration EncryptionFor(
    const std::optional<api::s3tables::EncryptionConfiguration>& own, const BucketSettings& bucket);
api::s3tables::StorageClassConfiguration StorageFor(
    const std::optional<api::s3tables::StorageClassConfiguration>& own,
    const BucketSettings& bucket);

}  // namespace firn::services::s3tables
