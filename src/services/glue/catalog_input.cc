#include "services/glue/catalog_input.h"

#include "authz/lake.h"

namespace firn::services::glue {
namespace {

using Defaults = std::optional<std::vector<api::glue::PrincipalPermissions>>;

Result<bool> LeavesToIam(const Defaults& defaults) {
  if (!defaults || defaults->empty()) return false;
  for (const auto& entry : *defaults) {
    const bool everyone =
        entry.principal && entry.principal->data_lake_principal_identifier.value_or("") ==
                               authz::kIamAllowedPrincipals;
    const bool all =
        entry.permissions && entry.permissions->size() == 1 && entry.permissions->front() == "ALL";
    if (!everyone || !all) {
      return api::glue::InvalidInputException(
          "Default permissions must be empty, or ALL for IAM_ALLOWED_PRINCIPALS");
    }
  }
  return true;
}

// Data lake access is for engines that reach Redshift's storage, of which there is none here.
Result<void> TakeProperties(const api::glue::CatalogProperties& given,
                            api::glue::CatalogPropertiesOutput& properties) {
  if (given.data_lake_access_properties) {
    return api::glue::OperationNotSupportedException(
        "DataLakeAccessProperties are for Redshift catalogs");
  }
  properties.custom_properties = given.custom_properties;
  if (const auto& wanted = given.iceberg_optimization_properties) {
    auto& kept = properties.iceberg_optimization_properties.emplace();
    kept.role_arn = wanted->role_arn;
    kept.compaction = wanted->compaction;
    kept.retention = wanted->retention;
    kept.orphan_file_deletion = wanted->orphan_file_deletion;
  }
  return {};
}

}  // namespace

Result<void> Apply(const api::glue::CatalogInput& input, CatalogRecord& record) {
  FIRN_TRY(const bool databases, LeavesToIam(input.create_database_default_permissions));
  FIRN_TRY(const bool tables, LeavesToIam(input.create_table_default_permissions));
  api::glue::Catalog& catalog = record.catalog;
  catalog.description = input.description;
  catalog.parameters = input.parameters;
  catalog.create_database_default_permissions = input.create_database_default_permissions.value_or(
      std::vector<api::glue::PrincipalPermissions>{});
  catalog.create_table_default_permissions = input.create_table_default_permissions.value_or(
      std::vector<api::glue::PrincipalPermissions>{});
  catalog.allow_full_table_external_data_access =
      input.allow_full_table_external_data_access.value_or("False");
  record.lake_formation = !databases && !tables;
  auto& properties = catalog.catalog_properties.emplace();
  if (input.catalog_properties) {
    FIRN_OK(TakeProperties(*input.catalog_properties, properties));
  }
  if (record.lake_formation) {
    if (!properties.custom_properties) properties.custom_properties.emplace();
    (*properties.custom_properties)["aws:PermissionsModel"] = "LAKEFORMATION";
  }
  return {};
}

}  // namespace firn::services::glue
