// DeleteSchema: removes a schema with its versions.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::DeleteSchemaInput& input) {
  return NeedsOnSchema(glue, call, "glue:DeleteSchema",
                       {input.schema_id, std::nullopt, std::nullopt});
}

Result<api_glue::DeleteSchemaOutput> Handle(Glue& glue, const api::Call& call,
                                            const api_glue::DeleteSchemaInput& input) {
  api_glue::DeleteSchemaOutput output;
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const SchemaRecord schema, FindSchema(transaction, call, input.schema_id));
    output.schema_arn = SchemaArn(call, schema);
    output.schema_name = schema.name;
    return EraseSchema(transaction, call, schema);
  }));
  output.status = "DELETING";
  return output;
}

}  // namespace firn::services::glue
