// CreateSchema: makes a schema with its first version; the default registry is made when it is
// needed. Differs from AWS: definitions in JSON and PROTOBUF are not compared for compatibility.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::CreateSchemaInput& input) {
  authz::Needs needs = NeedsOnRegistry(call, "glue:CreateSchema", input.registry_id);
  const auto registry = RegistryNameOf(call, input.registry_id);
  needs.push_back(
      {"glue:CreateSchema",
       DocumentArn(call, kSchema, (registry ? *registry : "*") + "/" + input.schema_name),
       {},
       {}});
  return needs;
}

Result<api_glue::CreateSchemaOutput> Handle(Glue& glue, const api::Call& call,
                                            const api_glue::CreateSchemaInput& input) {
  FIRN_TRY(const std::string registry, RegistryNameOf(call, input.registry_id));
  FIRN_OK(CheckRegistryName(input.schema_name, "schemaName"));
  FIRN_OK(CheckFormat(input.data_format));
  const std::string compatibility = input.compatibility.value_or("BACKWARD");
  FIRN_OK(CheckCompatibility(compatibility));
  FIRN_OK(CheckDescription(input.description));
  FIRN_OK(CheckRegistryTags(input.tags));
  if (!input.schema_definition)
    return api_glue::InvalidInputException("SchemaDefinition is required");
  SchemaRecord schema{registry, input.schema_name, input.description, input.data_format,
                      compatibility};
  schema.created = schema.updated = call.now;
  FIRN_TRY(const auto version,
           glue.store.WriteReturning<SchemaVersionRecord>(
               [&](state::Transaction& transaction) -> Result<SchemaVersionRecord> {
                 const std::string registry_key = DocumentKey(call, kRegistry, registry);
                 if (registry == kDefaultRegistry && !transaction.Has(registry_key)) {
                   state::Save(transaction, registry_key,
                               RegistryRecord{registry, std::nullopt, call.now, call.now});
                 }
                 FIRN_OK(FindRegistry(transaction, call, registry));
                 if (transaction.Has(DocumentKey(call, kSchema, registry + "/" + schema.name))) {
                   return api_glue::AlreadyExistsException(
                       "Schema already exists. SchemaName: " + schema.name +
                       ", RegistryName: " + registry);
                 }
                 SaveNewTags(transaction, call, SchemaArn(call, schema), input.tags);
                 return Register(transaction, glue, call, schema, *input.schema_definition);
               }));
  api_glue::CreateSchemaOutput output;
  output.registry_name = registry;
  output.registry_arn = RegistryArn(call, registry);
  output.schema_name = schema.name;
  output.schema_arn = SchemaArn(call, schema);
  output.description = schema.description;
  output.data_format = schema.format;
  output.compatibility = schema.compatibility;
  output.schema_checkpoint = schema.checkpoint;
  output.latest_schema_version = schema.latest;
  output.next_schema_version = schema.next;
  output.schema_status = "AVAILABLE";
  output.tags = input.tags;
  output.schema_version_id = version.id;
  output.schema_version_status = version.status;
  return output;
}

}  // namespace firn::services::glue
