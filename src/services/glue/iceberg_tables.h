#pragma once

#include "iceberg/metadata.h"
#include "iceberg/update.h"
#include "services/glue/links.h"

namespace firn::services::glue {

// Iceberg tables whose metadata files lie where the table's parameter metadata_location says. Files
// are read and written through S3 with the caller's own rights; where Lake Formation decides, with
// the owner's.
//
// Crash story: a metadata file is complete before the table points to it. Dying before that leaves
// a file that nothing names.

inline constexpr const char* kMetadataLocation = "metadata_location";
inline constexpr const char* kPreviousLocation = "previous_metadata_location";

// Parameters.table_type says so, in whatever case.
bool IsIceberg(const api::glue::Table& table);

struct IcebergTable {
  Glue::Located where;
  api::glue::Table table;  // as stored
  std::string location;    // of the metadata file
  std::string text;
  iceberg::TableMetadata metadata;
};

// EntityNotFoundException for a missing table, InvalidInputException for one of another format or
// without metadata, or whose metadata file cannot be read.
Result<IcebergTable> LoadIceberg(const Glue& glue, const api::Call& call,
                                 const Glue::Located& where, const std::string& name);

// Writes a metadata file of the table and points the table to it, if the table is still what it was
// when it was loaded; kConflict, ConcurrentModificationException, otherwise.
Result<IcebergTable> CommitIceberg(Glue& glue, const api::Call& call, const IcebergTable& base,
                                   iceberg::TableMetadata next);

// Applies a change to the newest metadata, again when others were faster and the change still
// stands. kConflict when it does not.
Result<IcebergTable> ChangeIceberg(Glue& glue, const api::Call& call, const Glue::Located& where,
                                   const std::string& name, const iceberg::TableChange& change);

// Makes a table in the default catalog from scratch, with its first metadata file.
// AlreadyExistsException.
Result<IcebergTable> CreateIceberg(Glue& glue, const api::Call& call, const Glue::Located& where,
                                   const api::glue::Table& definition, iceberg::NewTable table);

// What OpenTableFormatInput asks for. InvalidInputException naming what is wrong; the input may
// leave columns and location to the TableInput.
Result<iceberg::NewTable> NewTableOf(const api::glue::IcebergInput& input,
                                     const api::glue::TableInput* table_input);
// The same as a table of S3 Tables.
Result<api::s3tables::IcebergMetadata> FederatedMetadataOf(
    const api::glue::CreateIcebergTableInput& input);
// The updates of UpdateOpenTableFormatInput in Iceberg's words.
Result<iceberg::TableChange> ChangeOf(const api::glue::UpdateIcebergInput& input);

}  // namespace firn::services::glue
