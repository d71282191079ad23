#include "services/glue/catalog_input.h"

#include "authz/lake.h"

namespace firn::services::glue {
namespace {

using Defaults = std::optional<std::vector<api::glue::PrincipalPermissions>>;

Result<bool> LeavesToIam(const Defaults& defaults) {
  if (!defaults || defaults->empty()) return false;
  for (const auto& entry : *defaults) {
    const bool everyone = entry.principal && entry.principal->data_lake_principal_identifier.value_or("") ==
                                                 authz::kIamAllowedPrincipals;
    const bool all = entry.permissions && entry.permissions->size() == 1 && entry.permissions->front() == "ALL";
    if (!everyone || !all) {
      return api::glue::InvalidInputException(
          "Default permissions must be empty, or ALL for IAM_ALLOWED_PRINCIPALS");
    }
  }
  return true;
}

}  // namespace

Result<void> Apply(const api::glue::CatalogInput& input, CatalogRecord& record) {
  FIRN_TRY(const bool databases, LeavesToIam(input.create_database_default_permissions));
  FIRN_TRY(const bool tables, LeavesToIam(input.create_table_default_permissions));
  api::glue::Catalog& catalog = record.catalog;
  catalog.description = input.description;
  catalog.parameters = input.parameters;
  if (input.federated_catalog) {
    catalog.federated_catalog = input.federated_catalog;
    catalog.federated_catalog->connection_type = "aws:s3tables";
  }
  catalog.create_database_default_permissions =
      input.create_database_default_permissions.value_or(std::vector<api::glue::PrincipalPermissions>{});
  catalog.create_table_default_permissions =
      input.create_table_default_permissions.value_or(std::vector<api::glue::PrincipalPermissions>{});
  catalog.allow_full_table_external_data_access = input.allow_full_table_external_data_access.value_or("False");
  record.lake_formation = !databases && !tables;
  auto& properties = catalog.catalog_properties.emplace();
  if (input.catalog_properties) properties.custom_properties = input.catalog_properties->custom_properties;
  if (record.lake_formation) {
    if (!properties.custom_properties) properties.custom_properties.emplace();
    (*properties.custom_properties)["aws:PermissionsModel"] = "LAKEFORMATION";
  }
  return {};
}

}  // namespace firn::services::glue
