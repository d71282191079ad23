// BatchDeletePartition: removes partitions; those that are not there are named in the answer.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/partitions.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::BatchDeletePartitionInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:BatchDeletePartition",
                      input.database_name, input.table_name, "DELETE");
}

Result<api_glue::BatchDeletePartitionOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::BatchDeletePartitionInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  std::vector<api_glue::PartitionError> errors;
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    errors.clear();
    FIRN_OK(LoadTable(transaction, call, place));
    for (const auto& partition : input.partitions_to_delete) {
      const auto done = DropPartition(transaction, call, place, partition.values);
      if (done) continue;
      auto detail = DetailOf(done.error());
      if (!detail) return done;
      errors.push_back({partition.values, std::move(detail)});
    }
    return {};
  }));
  api_glue::BatchDeletePartitionOutput output;
  if (!errors.empty()) output.errors = std::move(errors);
  return output;
}

}  // namespace firn::services::glue
