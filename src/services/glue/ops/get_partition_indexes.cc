// GetPartitionIndexes: the indexes of a partitioned table, at most three. A federated table has
// none.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/partitions.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::GetPartitionIndexesInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:GetPartitionIndexes", input.database_name,
                      input.table_name, "DESCRIBE");
}

Result<api_glue::GetPartitionIndexesOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::GetPartitionIndexesInput& input) {
  FIRN_OK(PositionOf(input.next_token));
  FIRN_TRY(const TablePlace place,
           FindPlace(glue, call, input.catalog_id, input.database_name, input.table_name));
  api_glue::GetPartitionIndexesOutput output;
  output.partition_index_descriptor_list.emplace();
  if (place.catalog.kind != CatalogRef::Kind::kDefault) {
    FIRN_OK(glue.FindTable(call, place.catalog, place.database, place.table));
    return output;
  }
  FIRN_TRY(const TableRecord table, LoadTable(glue.store.Read(), call, place));
  output.partition_index_descriptor_list = table.indexes;
  return output;
}

}  // namespace firn::services::glue
