// BatchCreatePartition: adds partitions; those that cannot be added are named in the answer.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/partitions.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::BatchCreatePartitionInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:BatchCreatePartition",
                      input.database_name, input.table_name, "INSERT");
}

Result<api_glue::BatchCreatePartitionOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::BatchCreatePartitionInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  std::vector<api_glue::PartitionError> errors;
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    errors.clear();
    FIRN_TRY(const TableRecord table, LoadTable(transaction, call, place));
    for (const api_glue::PartitionInput& partition : input.partition_input_list) {
      const auto added = AddPartition(transaction, call, place, table, partition);
      if (added) continue;
      auto detail = DetailOf(added.error());
      if (!detail) return added;
      errors.push_back({partition.values, std::move(detail)});
    }
    return {};
  }));
  api_glue::BatchCreatePartitionOutput output;
  output.errors = std::move(errors);
  return output;
}

}  // namespace firn::services::glue
