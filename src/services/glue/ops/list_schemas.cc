// ListSchemas: the schemas of a registry, or of all.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::ListSchemasInput& input) {
  if (!input.registry_id) return NeedsOnDocument(call, "glue:ListSchemas", kRegistry, "");
  return NeedsOnRegistry(call, "glue:ListSchemas", input.registry_id);
}

Result<api_glue::ListSchemasOutput> Handle(Glue& glue, const api::Call& call,
                                           const api_glue::ListSchemasInput& input) {
  std::string prefix = DocumentPrefix(call, kSchema);
  const auto snapshot = glue.store.Read();
  if (input.registry_id) {
    FIRN_TRY(const std::string registry, RegistryNameOf(call, input.registry_id));
    FIRN_OK(FindRegistry(snapshot, call, registry));
    prefix = SchemaPrefix(call, registry);
  }
  const auto limit = static_cast<size_t>(input.max_results.value_or(25));
  FIRN_TRY(auto page, ListPage<SchemaRecord>(snapshot, prefix, input.next_token, limit));
  api_glue::ListSchemasOutput output;
  output.schemas.emplace();
  for (const auto& schema : page.items) {
    auto& item = output.schemas->emplace_back();
    item.registry_name = schema->registry;
    item.schema_name = schema->name;
    item.schema_arn = SchemaArn(call, *schema);
    item.description = schema->description;
    item.schema_status = "AVAILABLE";
    item.created_time = FormatIso8601Millis(schema->created);
    item.updated_time = FormatIso8601Millis(schema->updated);
  }
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::glue
