// RemoveSchemaVersionMetadata: removes a pair of key and value from a version of a schema.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::RemoveSchemaVersionMetadataInput& input) {
  return NeedsOnSchema(glue, call, "glue:RemoveSchemaVersionMetadata",
                       {input.schema_id, input.schema_version_id, input.schema_version_number});
}

Result<api_glue::RemoveSchemaVersionMetadataOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::RemoveSchemaVersionMetadataInput& input) {
  FIRN_OK(CheckMetadata(input.metadata_key_value));
  const std::string& key = *input.metadata_key_value.metadata_key;
  const std::string& value = *input.metadata_key_value.metadata_value;

  FIRN_TRY(const auto version,
           glue.store.WriteReturning<SchemaVersionRecord>(
               [&](state::Transaction& transaction) -> Result<SchemaVersionRecord> {
                 FIRN_TRY(auto found, FindVersion(transaction, call,
                                                  {input.schema_id, input.schema_version_id,
                                                   input.schema_version_number}));
                 const auto erased = std::erase_if(found.metadata, [&](const MetadataEntry& entry) {
                   return entry.key == key && entry.value == value;
                 });
                 if (erased == 0) {
                   return api_glue::EntityNotFoundException(
                       "Metadata is not found for schema version id: " + found.id +
                       ", metadata key: " + key);
                 }
                 SaveVersion(transaction, call, found);
                 return found;
               }));
  api_glue::RemoveSchemaVersionMetadataOutput output;
  output.metadata_key = key;
  output.metadata_value = value;
  // By its id a version is named by that alone.
  output.latest_version =
      input.schema_version_number && input.schema_version_number->latest_version.value_or(false);
  output.version_number = input.schema_version_id ? 0 : version.number;
  output.schema_version_id = version.id;
  if (!input.schema_version_id) {
    output.schema_arn = DocumentArn(call, kSchema, version.registry + "/" + version.schema);
    output.schema_name = version.schema;
    output.registry_name = version.registry;
  }
  return output;
}

}  // namespace firn::services::glue
