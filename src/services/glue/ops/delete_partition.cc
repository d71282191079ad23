// DeletePartition: removes a partition with its statistics.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/partitions.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::DeletePartitionInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:DeletePartition", input.database_name,
                      input.table_name, "DELETE");
}

Result<api_glue::DeletePartitionOutput> Handle(Glue& glue, const api::Call& call,
                                               const api_glue::DeletePartitionInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(LoadTable(transaction, call, place));
    return DropPartition(transaction, call, place, input.partition_values);
  }));
  return api_glue::DeletePartitionOutput{};
}

}  // namespace firn::services::glue
