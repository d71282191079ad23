#pragma once

#include "api/s3tables.h"
#include "iceberg/metadata.h"

namespace firn::services::s3tables {

// CreateTable's metadata as the beginning of an Iceberg table; location, uuid and time are filled
// in by the caller. BadRequestException names what cannot be.
Result<iceberg::NewTable> NewTableOf(const api::s3tables::IcebergMetadata& metadata);

// S3 Tables knows the types of format version 2 and no default values of columns.
// BadRequestException.
Result<void> CheckColumns(const iceberg::Schema& schema);

}  // namespace firn::services::s3tables
