#include "services/glue/links.h"

namespace firn::services::glue {

Result<TablePlace> FindPlace(const Glue& glue, const api::Call& call,
                             const std::optional<std::string>& catalog_id,
                             const std::string& database, const std::string& table) {
  FIRN_TRY(const CatalogRef ref, glue.Resolve(call, catalog_id));
  FIRN_TRY(const auto located, glue.Locate(call, ref, database));
  TablePlace place{located.catalog, located.database, Named(located.catalog, table)};
  if (located.through_link) place.through = TablePlace::Through::kDatabaseLink;
  if (located.catalog.kind != CatalogRef::Kind::kDefault) return place;
  FIRN_TRY(const auto record,
           state::LoadShared<TableRecord>(
               glue.store.Read(), TableKey(call, place.catalog, place.database, place.table)));
  if (!record || !record->table.target_table) return place;
  if (located.through_link) {
    place.second_link = true;
    return place;
  }
  const api::glue::TableIdentifier& target = *record->table.target_table;
  FIRN_TRY(place.catalog, glue.Resolve(call, target.catalog_id));
  place.database = Named(place.catalog, target.database_name.value_or(""));
  place.table = Named(place.catalog, target.name.value_or(""));
  place.through = TablePlace::Through::kTableLink;
  return place;
}

Result<TablePlace> FindLocalPlace(const Glue& glue, const api::Call& call,
                                  const std::optional<std::string>& catalog_id,
                                  const std::string& database, const std::string& table) {
  FIRN_TRY(TablePlace place, FindPlace(glue, call, catalog_id, database, table));
  if (place.second_link) {
    return api::glue::InvalidInputException(
        "A table resource link in a database that is a resource link is not supported for this "
        "operation");
  }
  if (place.catalog.kind != CatalogRef::Kind::kDefault) {
    return api::glue::OperationNotSupportedException(
        "This operation is not supported for tables of a federated catalog");
  }
  return place;
}

authz::Needs NeedsOnTable(const Glue& glue, const api::Call& call,
                          const std::optional<std::string>& catalog_id, std::string_view action,
                          const std::string& database, const std::string& table,
                          std::string_view lake_permission) {
  const auto place = FindPlace(glue, call, catalog_id, database, table);
  if (!place || place->through == TablePlace::Through::kNothing) {
    return NeedsOn(call, catalog_id, action, database, table, lake_permission);
  }
  const bool own_link = place->through == TablePlace::Through::kTableLink;
  authz::Needs needs = NeedsOn(call, catalog_id, action, database, own_link ? table : "", "ANY");
  const authz::Needs beyond =
      NeedsOn(call, place->catalog.id(), action, place->database, place->table, lake_permission);
  needs.insert(needs.end(), beyond.begin(), beyond.end());
  return needs;
}

api::glue::Table ShownThrough(const api::glue::Table& link, const api::glue::Table& target) {
  api::glue::Table shown = link;
  shown.storage_descriptor = target.storage_descriptor;
  shown.partition_keys = target.partition_keys;
  shown.table_type = target.table_type;
  shown.parameters = target.parameters;
  shown.federated_table = target.federated_table;
  shown.version_id = target.version_id;
  return shown;
}

Result<api::glue::Table> FollowTableLink(const Glue& glue, const api::Call& call,
                                         const api::glue::Table& link) {
  const api::glue::TableIdentifier& target = *link.target_table;
  FIRN_TRY(const CatalogRef ref, glue.Resolve(call, target.catalog_id));
  const std::string database = target.database_name.value_or(""), name = target.name.value_or("");
  FIRN_OK(glue.gate.Authorize(
      call.principal, api::CircumstancesOf(call),
      NeedsOn(call, target.catalog_id, "glue:GetTable", database, name, "ANY")));
  FIRN_TRY(const auto found, glue.FindTable(call, ref, database, name));
  return ShownThrough(link, found);
}

Result<api::glue::Database> FollowDatabaseLink(const Glue& glue, const api::Call& call,
                                               api::glue::Database database) {
  if (!database.target_database) return database;
  CatalogRef own;
  own.account = call.account;
  if (database.catalog_id) {
    FIRN_TRY(own, glue.Resolve(call, database.catalog_id));
  }
  FIRN_TRY(const auto located, glue.Locate(call, own, database.name));
  const auto allowed = glue.gate.Authorize(
      call.principal, api::CircumstancesOf(call),
      NeedsOn(call, located.catalog.id(), "glue:GetDatabase", located.database, "", "ANY"));
  if (!allowed) return database;
  const auto target = glue.FindDatabase(call, located.catalog, located.database);
  if (!target) return database;
  database.description = target->description;
  database.location_uri = target->location_uri;
  database.parameters = target->parameters;
  database.federated_database = target->federated_database;
  return database;
}

}  // namespace firn::services::glue
