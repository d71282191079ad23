// GetRegistry: describes a registry.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::GetRegistryInput& input) {
  return NeedsOnRegistry(call, "glue:GetRegistry", input.registry_id);
}

Result<api_glue::GetRegistryOutput> Handle(Glue& glue, const api::Call& call,
                                           const api_glue::GetRegistryInput& input) {
  FIRN_TRY(const std::string name, RegistryNameOf(call, input.registry_id));
  FIRN_TRY(const auto record, FindRegistry(glue.store.Read(), call, name));
  api_glue::GetRegistryOutput output;
  output.registry_name = record.name;
  output.registry_arn = RegistryArn(call, record.name);
  output.description = record.description;
  output.status = "AVAILABLE";
  output.created_time = FormatIso8601Millis(record.created);
  output.updated_time = FormatIso8601Millis(record.updated);
  return output;
}

}  // namespace firn::services::glue
