#include "services/glue/optimizers.h"

#include "services/glue/iceberg_tables.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

std::string OptimizerKey(const api::Call& call, const TablePlace& place, const std::string& type) {
  std::string key = BesideKey(call, place, kOptimizers);
  state::AppendKeyPart(key, type);
  return key;
}

Result<void> CheckOptimizer(const std::string& type,
                            const api_glue::TableOptimizerConfiguration& configuration) {
  if (!configuration.role_arn) return api_glue::InvalidInputException("roleArn is required");
  const bool strange =
      (configuration.compaction_configuration && type != "compaction") ||
      (configuration.retention_configuration && type != "retention") ||
      (configuration.orphan_file_deletion_configuration && type != "orphan_file_deletion");
  if (strange) {
    return api_glue::InvalidInputException("The configuration is not one for optimizers of type " +
                                           type);
  }
  return {};
}

Result<void> CheckIceberg(const TableRecord& table) {
  if (IsIceberg(table.table)) return {};
  return api_glue::InvalidInputException("Table " + table.table.name + " is not an Iceberg table");
}

api_glue::TableOptimizer NewOptimizer(const std::string& type,
                                      const api_glue::TableOptimizerConfiguration& configuration) {
  api_glue::TableOptimizer optimizer;
  optimizer.type = type;
  optimizer.configuration = configuration;
  if (!optimizer.configuration->enabled) optimizer.configuration->enabled = true;
  optimizer.configuration_source = "table";
  return optimizer;
}

Result<api_glue::TableOptimizer> FindOptimizer(const state::Reader& reader, const api::Call& call,
                                               const TablePlace& place, const std::string& type) {
  FIRN_OK(LoadTable(reader, call, place));
  FIRN_TRY(auto found,
           state::Load<api_glue::TableOptimizer>(reader, OptimizerKey(call, place, type)));
  if (!found) return api_glue::EntityNotFoundException("Table optimizer not found");
  return *std::move(found);
}

}  // namespace firn::services::glue
