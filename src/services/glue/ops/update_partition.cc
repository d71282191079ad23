// UpdatePartition: changes a partition, or moves it to other values.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/partitions.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::UpdatePartitionInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:UpdatePartition", input.database_name,
                      input.table_name, "INSERT");
}

Result<api_glue::UpdatePartitionOutput> Handle(Glue& glue, const api::Call& call,
                                               const api_glue::UpdatePartitionInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const TableRecord table, LoadTable(transaction, call, place));
    return ReplacePartition(transaction, call, place, table, input.partition_value_list,
                            input.partition_input);
  }));
  return api_glue::UpdatePartitionOutput{};
}

}  // namespace firn::services::glue
