// RegisterSchemaVersion: adds a version to a schema, or finds the one with the same definition. A
// version that breaks the schema's compatibility gets the status FAILURE.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

std::string Shown(const api_glue::SchemaId& id) {
  return "SchemaId(schemaArn=" + id.schema_arn.value_or("null") +
         ", schemaName=" + id.schema_name.value_or("null") +
         ", registryName=" + id.registry_name.value_or("null") + ")";
}

}  // namespace

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::RegisterSchemaVersionInput& input) {
  return NeedsOnSchema(glue, call, "glue:RegisterSchemaVersion",
                       {input.schema_id, std::nullopt, std::nullopt});
}

Result<api_glue::RegisterSchemaVersionOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::RegisterSchemaVersionInput& input) {
  FIRN_TRY(const auto version,
           glue.store.WriteReturning<SchemaVersionRecord>(
               [&](state::Transaction& transaction) -> Result<SchemaVersionRecord> {
                 FIRN_TRY(SchemaRecord schema, FindSchema(transaction, call, input.schema_id));
                 if (schema.compatibility == "DISABLED") {
                   return api_glue::InvalidInputException(
                       "Compatibility DISABLED does not allow versioning. SchemaId: " +
                       Shown(input.schema_id));
                 }
                 return Register(transaction, glue, call, schema, input.schema_definition);
               }));
  api_glue::RegisterSchemaVersionOutput output;
  output.schema_version_id = version.id;
  output.version_number = version.number;
  output.status = version.status;
  return output;
}

}  // namespace firn::services::glue
