#pragma once

#include "services/glue/table_state.h"

namespace firn::services::glue {

// The database whose functions are meant, one hop along its link.
struct FunctionPlace {
  CatalogRef catalog;
  std::string database;

  std::string Key(const api::Call& call, std::string_view name) const;
  // EntityNotFoundException.
  Result<api::glue::UserDefinedFunction> Find(const state::Reader& reader, const api::Call& call,
                                              const std::string& name) const;
};

// EntityNotFoundException when the database is missing; OperationNotSupportedException in a
// federated catalog.
Result<FunctionPlace> FindFunctionPlace(const Glue& glue, const api::Call& call,
                                        const std::optional<std::string>& catalog_id,
                                        const std::string& database);

Result<void> CheckFunction(const api::glue::UserDefinedFunctionInput& input);
api::glue::UserDefinedFunction FunctionOf(const FunctionPlace& place,
                                          const api::glue::UserDefinedFunctionInput& input);

// The action on the function, its database and its catalog; with an empty database on all.
authz::Needs NeedsOnFunction(const Glue& glue, const api::Call& call,
                             const std::optional<std::string>& catalog_id, std::string_view action,
                             const std::string& database, std::string_view function);

}  // namespace firn::services::glue
