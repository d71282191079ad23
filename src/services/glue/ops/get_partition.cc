// GetPartition: describes a partition.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/partitions.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::GetPartitionInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:GetPartition", input.database_name,
                      input.table_name, "DESCRIBE");
}

Result<api_glue::GetPartitionOutput> Handle(Glue& glue, const api::Call& call,
                                            const api_glue::GetPartitionInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  const auto snapshot = glue.store.Read();
  FIRN_OK(LoadTable(snapshot, call, place));
  api_glue::GetPartitionOutput output;
  FIRN_TRY(output.partition, LoadPartition(snapshot, call, place, input.partition_values));
  return output;
}

}  // namespace firn::services::glue
