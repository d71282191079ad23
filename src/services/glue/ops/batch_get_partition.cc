// BatchGetPartition: describes those of the partitions that are there.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/partitions.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::BatchGetPartitionInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:BatchGetPartition", input.database_name,
                      input.table_name, "DESCRIBE");
}

Result<api_glue::BatchGetPartitionOutput> Handle(Glue& glue, const api::Call& call,
                                                 const api_glue::BatchGetPartitionInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  const auto snapshot = glue.store.Read();
  FIRN_OK(LoadTable(snapshot, call, place));
  api_glue::BatchGetPartitionOutput output;
  output.partitions.emplace();
  output.unprocessed_keys.emplace();
  for (const auto& wanted : input.partitions_to_get) {
    auto partition = LoadPartition(snapshot, call, place, wanted.values);
    if (!partition && partition.error().kind == Kind::kNotFound) continue;
    if (!partition) return Fail(std::move(partition).error());
    output.partitions->push_back(*std::move(partition));
  }
  return output;
}

}  // namespace firn::services::glue
