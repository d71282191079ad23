// GetSchemaByDefinition: the version of a schema that has this definition.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"
#include "services/glue/schema_definition.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::GetSchemaByDefinitionInput& input) {
  return NeedsOnSchema(glue, call, "glue:GetSchemaByDefinition",
                       {input.schema_id, std::nullopt, std::nullopt});
}

Result<api_glue::GetSchemaByDefinitionOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::GetSchemaByDefinitionInput& input) {
  const auto snapshot = glue.store.Read();
  FIRN_TRY(const SchemaRecord schema, FindSchema(snapshot, call, input.schema_id));
  FIRN_TRY(const auto versions, VersionsOf(snapshot, call, schema));
  for (const auto& version : versions) {
    if (!IsSameDefinition(schema.format, version.definition, input.schema_definition)) continue;
    api_glue::GetSchemaByDefinitionOutput output;
    output.schema_version_id = version.id;
    output.schema_arn = SchemaArn(call, schema);
    output.data_format = version.format;
    output.status = version.status;
    output.created_time = FormatIso8601Millis(version.created);
    return output;
  }
  return api_glue::EntityNotFoundException(
      "Schema is not found. No version of it has this definition.");
}

}  // namespace firn::services::glue
