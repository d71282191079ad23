// DeletePartitionIndex: forgets an index of a partitioned table.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/partitions.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::DeletePartitionIndexInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:DeletePartitionIndex",
                      input.database_name, input.table_name, "ALTER");
}

Result<api_glue::DeletePartitionIndexOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::DeletePartitionIndexInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(TableRecord table, LoadTable(transaction, call, place));
    const auto erased = std::erase_if(
        table.indexes, [&](const auto& index) { return index.index_name == input.index_name; });
    if (erased == 0) {
      return api_glue::EntityNotFoundException("Partition Index " + input.index_name +
                                               " not found.");
    }
    SaveTable(transaction, call, place, table);
    return {};
  }));
  return api_glue::DeletePartitionIndexOutput{};
}

}  // namespace firn::services::glue
