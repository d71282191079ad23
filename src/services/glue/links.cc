#include "services/glue/links.h"

namespace firn::services::glue {

Result<api::glue::Table> FollowTableLink(const Glue& glue, const api::Call& call, const api::glue::Table& link) {
  const api::glue::TableIdentifier& target = *link.target_table;
  FIRN_TRY(const CatalogRef ref, ParseCatalogId(call, target.catalog_id));
  const std::string database = target.database_name.value_or(""), name = target.name.value_or("");
  FIRN_OK(glue.gate.Authorize(call.principal, api::CircumstancesOf(call),
                              NeedsOn(call, target.catalog_id, "glue:GetTable", database, name, "ANY")));
  FIRN_TRY(const auto found, glue.FindTable(call, ref, database, name));
  api::glue::Table shown = link;
  shown.storage_descriptor = found.storage_descriptor;
  shown.partition_keys = found.partition_keys;
  shown.table_type = found.table_type;
  shown.parameters = found.parameters;
  shown.federated_table = found.federated_table;
  return shown;
}

}  // namespace firn::services::glue
