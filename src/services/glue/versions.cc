#include "services/glue/versions.h"

namespace firn::services::glue {
namespace {

namespace api_glue = api::glue;

Unexpected NoVersion() { return api_glue::EntityNotFoundException("Version not found."); }

}  // namespace

Result<TableHistory> TableHistory::Of(const Glue& glue, const api::Call& call,
                                      const std::optional<std::string>& catalog_id,
                                      const std::string& database, const std::string& table) {
  FIRN_TRY(const TablePlace place, FindPlace(glue, call, catalog_id, database, table));
  TableHistory history;
  history.snapshot_ = glue.store.Read();
  FIRN_TRY(history.present_, glue.FindTable(call, place.catalog, place.database, place.table));
  if (place.catalog.kind == CatalogRef::Kind::kDefault) {
    history.prefix_ = BesideKey(call, place, kVersions);
  }
  if (place.through == TablePlace::Through::kTableLink) {
    FIRN_TRY(const CatalogRef own, glue.Resolve(call, catalog_id));
    FIRN_TRY(history.link_, glue.FindTable(call, own, database, table));
  }
  return history;
}

api_glue::TableVersion TableHistory::Shown(const api_glue::Table& table) const {
  api_glue::TableVersion version;
  version.table = link_ ? ShownThrough(*link_, table) : table;
  version.version_id = table.version_id;
  return version;
}

Result<api_glue::TableVersion> TableHistory::Find(const std::optional<std::string>& version) const {
  if (!version || *version == present_.version_id.value_or("")) return Shown(present_);
  if (prefix_.empty()) return NoVersion();
  FIRN_OK(ParseVersion(*version));
  FIRN_TRY(const auto page, state::List<api_glue::Table>(snapshot_, prefix_, "", SIZE_MAX));
  for (const auto& item : page.items) {
    if (item.value->version_id == *version) return Shown(*item.value);
  }
  return NoVersion();
}

Result<std::vector<api_glue::TableVersion>> TableHistory::List(
    const std::optional<std::string>& token, size_t limit,
    std::optional<std::string>& next_token) const {
  std::vector<api_glue::TableVersion> versions;
  // The first page begins with the present version, which is not among the archived ones.
  const bool first = !token || token->empty();
  if (first) versions.push_back(Shown(present_));
  if (prefix_.empty()) return versions;
  if (versions.size() == limit) {
    const bool more = !state::List<api_glue::Table>(snapshot_, prefix_, "", 1)->items.empty();
    if (more) next_token = TokenOf(std::string_view("\0", 1));
    return versions;
  }
  FIRN_TRY(auto page,
           ListPage<api_glue::Table>(snapshot_, prefix_, token, limit - versions.size()));
  for (const auto& item : page.items) versions.push_back(Shown(*item));
  next_token = std::move(page.next_token);
  return versions;
}

Result<void> DropVersion(state::Transaction& transaction, const api::Call& call,
                         const TablePlace& place, const std::string& version) {
  FIRN_TRY(const TableRecord table, LoadTable(transaction, call, place));
  FIRN_TRY(const int64_t number, ParseVersion(version));
  if (number == table.version) {
    return api_glue::InvalidInputException("The current version of a table cannot be deleted");
  }
  if (!transaction.Erase(VersionKey(call, place, number))) return NoVersion();
  return {};
}

}  // namespace firn::services::glue
