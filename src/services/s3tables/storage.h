#pragma once

#include <optional>

#include "api/s3tables.h"

namespace firn::services::s3tables {

// Accepts S3's own encryption and the standard storage class; refuses others by name, since nothing here would follow them.
Result<void> CheckStorage(const std::optional<api::s3tables::EncryptionConfiguration>& encryption,
                          const std::optional<api::s3tables::StorageClassConfiguration>& storage);

}  // namespace firn::services::s3tables
