// DeleteRegistry: removes a registry with its schemas.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::DeleteRegistryInput& input) {
  return NeedsOnRegistry(call, "glue:DeleteRegistry", input.registry_id);
}

Result<api_glue::DeleteRegistryOutput> Handle(Glue& glue, const api::Call& call,
                                              const api_glue::DeleteRegistryInput& input) {
  FIRN_TRY(const std::string name, RegistryNameOf(call, input.registry_id));
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindRegistry(transaction, call, name));
    FIRN_TRY(const auto schemas,
             state::List<SchemaRecord>(transaction, SchemaPrefix(call, name), "", SIZE_MAX));
    for (const auto& schema : schemas.items) FIRN_OK(EraseSchema(transaction, call, *schema.value));
    transaction.Erase(TagsKey(call, RegistryArn(call, name)));
    transaction.Erase(DocumentKey(call, kRegistry, name));
    return {};
  }));
  api_glue::DeleteRegistryOutput output;
  output.registry_name = name;
  output.registry_arn = RegistryArn(call, name);
  output.status = "DELETING";
  return output;
}

}  // namespace firn::services::glue
