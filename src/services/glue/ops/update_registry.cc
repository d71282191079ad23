// UpdateRegistry: changes the description of a registry.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::UpdateRegistryInput& input) {
  return NeedsOnRegistry(call, "glue:UpdateRegistry", input.registry_id);
}

Result<api_glue::UpdateRegistryOutput> Handle(Glue& glue, const api::Call& call,
                                              const api_glue::UpdateRegistryInput& input) {
  FIRN_OK(CheckDescription(input.description));
  FIRN_TRY(const std::string name, RegistryNameOf(call, input.registry_id));
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto record, FindRegistry(transaction, call, name));
    record.description = input.description;
    record.updated = call.now;
    state::Save(transaction, DocumentKey(call, kRegistry, name), record);
    return {};
  }));
  api_glue::UpdateRegistryOutput output;
  output.registry_name = name;
  output.registry_arn = RegistryArn(call, name);
  return output;
}

}  // namespace firn::services::glue
