#pragma once

#include "services/glue/table_state.h"

namespace firn::services::glue {

// A table's present and archived versions, as a caller sees them: through a table link under the
// link's own names. A table of a federated catalog has its present version only.
class TableHistory {
 public:
  static Result<TableHistory> Of(const Glue& glue, const api::Call& call,
                                 const std::optional<std::string>& catalog_id,
                                 const std::string& database, const std::string& table);

  // The present one without an id. EntityNotFoundException "Version not found.".
  Result<api::glue::TableVersion> Find(const std::optional<std::string>& version) const;
  // The newest first.
  Result<std::vector<api::glue::TableVersion>> List(const std::optional<std::string>& token,
                                                    size_t limit,
                                                    std::optional<std::string>& next_token) const;

 private:
  api::glue::TableVersion Shown(const api::glue::Table& table) const;

  state::Snapshot snapshot_;
  std::string prefix_;  // of the archived versions
  api::glue::Table present_;
  std::optional<api::glue::Table> link_;
};

// InvalidInputException for the present version, which goes with the table only.
Result<void> DropVersion(state::Transaction& transaction, const api::Call& call,
                         const TablePlace& place, const std::string& version);

}  // namespace firn::services::glue
