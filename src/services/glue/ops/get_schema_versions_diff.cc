// GetSchemaVersionsDiff: how the definitions of two versions differ, line by line.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"
#include "services/glue/schema_definition.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::GetSchemaVersionsDiffInput& input) {
  authz::Needs needs = NeedsOnSchema(glue, call, "glue:GetSchemaVersionsDiff",
                                     {input.schema_id, std::nullopt, std::nullopt});
  return needs;
}

Result<api_glue::GetSchemaVersionsDiffOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::GetSchemaVersionsDiffInput& input) {
  const auto snapshot = glue.store.Read();
  const std::optional<api_glue::SchemaId> schema = input.schema_id;
  FIRN_TRY(const auto first,
           FindVersion(snapshot, call, {schema, std::nullopt, input.first_schema_version_number}));
  FIRN_TRY(const auto second,
           FindVersion(snapshot, call, {schema, std::nullopt, input.second_schema_version_number}));
  api_glue::GetSchemaVersionsDiffOutput output;
  output.diff = LineDiff(first.definition, second.definition);
  return output;
}

}  // namespace firn::services::glue
