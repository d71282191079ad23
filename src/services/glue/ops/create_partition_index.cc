// CreatePartitionIndex: notes an index over keys of a partitioned table.
// Differs from AWS: an index is active at once, and lists of partitions are as fast without one.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/partitions.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::CreatePartitionIndexInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:CreatePartitionIndex",
                      input.database_name, input.table_name, "ALTER");
}

Result<api_glue::CreatePartitionIndexOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::CreatePartitionIndexInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(TableRecord table, LoadTable(transaction, call, place));
    FIRN_TRY(auto index, NewIndex(table, input.partition_index));
    table.indexes.push_back(std::move(index));
    SaveTable(transaction, call, place, table);
    return {};
  }));
  return api_glue::CreatePartitionIndexOutput{};
}

}  // namespace firn::services::glue
