#pragma once

#include "services/glue/table_state.h"

namespace firn::services::glue {

std::string PartitionKey(const api::Call& call, const TablePlace& place,
                         const std::vector<std::string>& values);

// EntityNotFoundException "Cannot find partition.".
Result<api::glue::Partition> LoadPartition(const state::Reader& reader, const api::Call& call,
                                           const TablePlace& place,
                                           const std::vector<std::string>& values);

// The number of values must be that of the table's keys. AlreadyExistsException.
Result<void> AddPartition(state::Transaction& transaction, const api::Call& call,
                          const TablePlace& place, const TableRecord& table,
                          const api::glue::PartitionInput& input);

// Changes a partition in place, or moves it to other values, which must be free.
Result<void> ReplacePartition(state::Transaction& transaction, const api::Call& call,
                              const TablePlace& place, const TableRecord& table,
                              const std::vector<std::string>& values,
                              const api::glue::PartitionInput& input);

// Erases a partition with its statistics.
Result<void> DropPartition(state::Transaction& transaction, const api::Call& call,
                           const TablePlace& place, const std::vector<std::string>& values);

// The index a table would get. InvalidInputException, AlreadyExistsException or
// ResourceNumberLimitExceededException when it cannot.
Result<api::glue::PartitionIndexDescriptor> NewIndex(const TableRecord& table,
                                                     const api::glue::PartitionIndex& wanted);

}  // namespace firn::services::glue
