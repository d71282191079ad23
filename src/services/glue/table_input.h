#pragma once

#include "services/glue/glue.h"

namespace firn::services::glue {

// Takes over what a TableInput says; names, times and version are the caller's.
// InvalidInputException for a link without a target; OperationNotSupportedException for views of
// several dialects.
Result<void> FillTable(const api::glue::TableInput& input, api::glue::Table& table);

// A table of the default catalog that is made now: names, times, maker and first version.
api::glue::Table BlankTable(const api::Call& call, const Glue::Located& located,
                            const std::string& name);

// A TableInput as a new table of S3 Tables: its columns become the schema. InvalidInputException
// for what such a table cannot be; names must be lower case (ValidationException).
Result<api::s3tables::CreateTableInput> FederatedTableOf(const std::string& table_bucket_arn,
                                                         const std::string& namespace_name,
                                                         const api::glue::TableInput& input);

}  // namespace firn::services::glue
