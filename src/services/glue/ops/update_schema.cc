// UpdateSchema: changes the description or the compatibility of a schema, or the version that
// others are compared with.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::UpdateSchemaInput& input) {
  return NeedsOnSchema(glue, call, "glue:UpdateSchema",
                       {input.schema_id, std::nullopt, std::nullopt});
}

Result<api_glue::UpdateSchemaOutput> Handle(Glue& glue, const api::Call& call,
                                            const api_glue::UpdateSchemaInput& input) {
  FIRN_OK(CheckDescription(input.description));
  if (input.compatibility) FIRN_OK(CheckCompatibility(*input.compatibility));
  if (!input.compatibility && !input.description && !input.schema_version_number) {
    return api_glue::InvalidInputException(
        "One of compatibility, description or version number is required.");
  }
  api_glue::UpdateSchemaOutput output;
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(SchemaRecord schema, FindSchema(transaction, call, input.schema_id));
    if (input.schema_version_number) {
      FIRN_TRY(const auto version,
               FindVersion(transaction, call,
                           {input.schema_id, std::nullopt, input.schema_version_number}));
      schema.checkpoint = version.number;
    }
    if (input.compatibility) schema.compatibility = *input.compatibility;
    if (input.description) schema.description = input.description;
    schema.updated = call.now;
    SaveSchema(transaction, call, schema);
    output.schema_arn = SchemaArn(call, schema);
    output.schema_name = schema.name;
    output.registry_name = schema.registry;
    return {};
  }));
  return output;
}

}  // namespace firn::services::glue
