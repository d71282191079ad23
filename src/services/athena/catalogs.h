#pragma once

#include <optional>
#include <string>

#include "api/glue.h"
#include "services/athena/athena.h"
#include "services/athena/records.h"

namespace firn::services::athena {

inline constexpr std::string_view kDefaultCatalog = "AwsDataCatalog";

// The ARN that data catalogs are authorized by.
std::string DataCatalogArn(const api::Call& call, std::string_view name);

// The catalog that is always there, or a registered one; InvalidRequestException when missing.
Result<api::athena::DataCatalog> FindDataCatalog(const state::Reader& reader, const api::Call& call,
                                                 std::string_view name);

// The rules for a catalog's name, type and parameters. InvalidRequestException, or NotImplemented
// for types whose tables lie outside Glue.
Result<void> CheckDataCatalog(const api::athena::DataCatalog& catalog);

// What a statement or request calls a catalog, as Glue's CatalogId: nothing for the default one,
// "s3tablescatalog/b" as it is, and what a registered catalog stands for.
Result<std::optional<std::string>> GlueCatalogOf(const state::Reader& reader, const api::Call& call,
                                                 const std::string& name);

// Names of databases and tables compare without regard to case: Glue keeps them in lower case.
std::string LowerName(std::string_view name);

// Glue's refusals, in Athena's words.
Unexpected MetadataFailure(Error error, std::string_view missing);

api::athena::Database DatabaseOf(const api::glue::Database& database);
api::athena::TableMetadata TableMetadataOf(const api::glue::Table& table);

}  // namespace firn::services::athena
