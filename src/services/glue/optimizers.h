#pragma once

#include "services/glue/table_state.h"

namespace firn::services::glue {

std::string OptimizerKey(const api::Call& call, const TablePlace& place, const std::string& type);

// InvalidInputException: the role is missing, or a configuration is for another type.
Result<void> CheckOptimizer(const std::string& type,
                            const api::glue::TableOptimizerConfiguration& configuration);
// InvalidInputException for tables other than Iceberg's.
Result<void> CheckIceberg(const TableRecord& table);

api::glue::TableOptimizer NewOptimizer(const std::string& type,
                                       const api::glue::TableOptimizerConfiguration& configuration);

// EntityNotFoundException when the table or the optimizer is missing.
Result<api::glue::TableOptimizer> FindOptimizer(const state::Reader& reader, const api::Call& call,
                                                const TablePlace& place, const std::string& type);

}  // namespace firn::services::glue
