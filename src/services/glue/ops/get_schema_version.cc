// GetSchemaVersion: one version of a schema with its definition.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::GetSchemaVersionInput& input) {
  return NeedsOnSchema(glue, call, "glue:GetSchemaVersion",
                       {input.schema_id, input.schema_version_id, input.schema_version_number});
}

Result<api_glue::GetSchemaVersionOutput> Handle(Glue& glue, const api::Call& call,
                                                const api_glue::GetSchemaVersionInput& input) {
  FIRN_TRY(const auto version,
           FindVersion(glue.store.Read(), call,
                       {input.schema_id, input.schema_version_id, input.schema_version_number}));
  api_glue::GetSchemaVersionOutput output;
  output.schema_version_id = version.id;
  output.schema_definition = version.definition;
  output.data_format = version.format;
  output.schema_arn = DocumentArn(call, kSchema, version.registry + "/" + version.schema);
  output.version_number = version.number;
  output.status = version.status;
  output.created_time = FormatIso8601Millis(version.created);
  return output;
}

}  // namespace firn::services::glue
