// BatchUpdatePartition: changes or moves partitions; those that cannot be changed are named in the
// answer.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/partitions.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::BatchUpdatePartitionInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:BatchUpdatePartition",
                      input.database_name, input.table_name, "INSERT");
}

Result<api_glue::BatchUpdatePartitionOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::BatchUpdatePartitionInput& input) {
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));

  std::vector<api_glue::BatchUpdatePartitionFailureEntry> errors;
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    errors.clear();
    FIRN_TRY(const TableRecord table, LoadTable(transaction, call, place));
    for (const auto& entry : input.entries) {
      const auto done = ReplacePartition(transaction, call, place, table,
                                         entry.partition_value_list, entry.partition_input);
      if (done) continue;
      auto detail = DetailOf(done.error());
      if (!detail) return done;
      errors.push_back({entry.partition_value_list, std::move(detail)});
    }
    return {};
  }));
  api_glue::BatchUpdatePartitionOutput output;
  output.errors = std::move(errors);
  return output;
}

}  // namespace firn::services::glue
