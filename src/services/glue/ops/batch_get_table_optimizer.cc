// BatchGetTableOptimizer: how Iceberg tables are to be maintained; those without an optimizer are
// named in the answer.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/optimizers.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

Result<api_glue::BatchTableOptimizer> Find(const Glue& glue, const api::Call& call,
                                           const api_glue::BatchGetTableOptimizerEntry& entry) {
  if (!entry.database_name || !entry.table_name || !entry.type) {
    return api_glue::InvalidInputException("databaseName, tableName and type are required");
  }
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, entry.catalog_id, *entry.database_name, *entry.table_name));
  api_glue::BatchTableOptimizer found;
  FIRN_TRY(found.table_optimizer, FindOptimizer(glue.store.Read(), call, place, *entry.type));
  found.catalog_id = place.catalog.id();
  found.database_name = place.database;
  found.table_name = place.table;
  return found;
}

}  // namespace

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::BatchGetTableOptimizerInput& input) {
  authz::Needs needs;
  for (const auto& entry : input.entries) {
    const auto more =
        NeedsOnTable(glue, call, entry.catalog_id, "glue:GetTableOptimizer",
                     entry.database_name.value_or(""), entry.table_name.value_or(""), "DESCRIBE");
    needs.insert(needs.end(), more.begin(), more.end());
  }
  return needs;
}

Result<api_glue::BatchGetTableOptimizerOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::BatchGetTableOptimizerInput& input) {
  api_glue::BatchGetTableOptimizerOutput output;
  output.table_optimizers.emplace();
  output.failures.emplace();
  for (const auto& entry : input.entries) {
    auto found = Find(glue, call, entry);
    if (found) {
      output.table_optimizers->push_back(*std::move(found));
      continue;
    }
    auto detail = DetailOf(found.error());
    if (!detail) return Fail(std::move(found).error());
    auto& failure = output.failures->emplace_back();
    failure.error = std::move(detail);
    failure.catalog_id = entry.catalog_id;
    failure.database_name = entry.database_name;
    failure.table_name = entry.table_name;
    failure.type = entry.type;
  }
  return output;
}

}  // namespace firn::services::glue
