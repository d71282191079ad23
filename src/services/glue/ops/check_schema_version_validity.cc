// CheckSchemaVersionValidity: whether a definition is well formed.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"
#include "services/glue/schema_definition.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call&,
                      const api_glue::CheckSchemaVersionValidityInput&) {
  return {{"glue:CheckSchemaVersionValidity", "*", {}, {}}};
}

Result<api_glue::CheckSchemaVersionValidityOutput> Handle(
    Glue&, const api::Call&, const api_glue::CheckSchemaVersionValidityInput& input) {
  FIRN_OK(CheckFormat(input.data_format));
  const auto checked = CheckDefinition(input.data_format, input.schema_definition);
  api_glue::CheckSchemaVersionValidityOutput output;
  output.valid = checked.has_value();
  if (!checked) output.error = checked.error().message;
  return output;
}

}  // namespace firn::services::glue
