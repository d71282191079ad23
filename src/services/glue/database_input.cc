#include "services/glue/database_input.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

Result<void> CheckDatabaseInput(const api_glue::DatabaseInput& input) {
  if (input.federated_database) {
    return api_glue::OperationNotSupportedException("Federated databases are not implemented");
  }
  if (!input.target_database) return {};
  if (!input.target_database->catalog_id || !input.target_database->database_name) {
    return api_glue::InvalidInputException(
        "TargetDatabase must have a CatalogId and a DatabaseName");
  }
  return {};
}

void Fill(const api_glue::DatabaseInput& input, api_glue::Database& database) {
  database.description = input.description;
  database.location_uri = input.location_uri;
  database.parameters = input.parameters;
  database.create_table_default_permissions = input.create_table_default_permissions;
}

}  // namespace firn::services::glue
