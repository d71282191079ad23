// GetSchema: describes a schema.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::GetSchemaInput& input) {
  return NeedsOnSchema(glue, call, "glue:GetSchema", {input.schema_id, std::nullopt, std::nullopt});
}

Result<api_glue::GetSchemaOutput> Handle(Glue& glue, const api::Call& call,
                                         const api_glue::GetSchemaInput& input) {
  FIRN_TRY(const SchemaRecord schema, FindSchema(glue.store.Read(), call, input.schema_id));
  api_glue::GetSchemaOutput output;
  output.registry_name = schema.registry;
  output.registry_arn = RegistryArn(call, schema.registry);
  output.schema_name = schema.name;
  output.schema_arn = SchemaArn(call, schema);
  output.description = schema.description;
  output.data_format = schema.format;
  output.compatibility = schema.compatibility;
  output.schema_checkpoint = schema.checkpoint;
  output.latest_schema_version = schema.latest;
  output.next_schema_version = schema.next;
  output.schema_status = "AVAILABLE";
  output.created_time = FormatIso8601Millis(schema.created);
  output.updated_time = FormatIso8601Millis(schema.updated);
  return output;
}

}  // namespace firn::services::glue
