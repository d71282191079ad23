// PutSchemaVersionMetadata: adds a pair of key and value to a version of a schema.

#include "services/glue/glue.h"
#include "services/glue/limits.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::PutSchemaVersionMetadataInput& input) {
  return NeedsOnSchema(glue, call, "glue:PutSchemaVersionMetadata",
                       {input.schema_id, input.schema_version_id, input.schema_version_number});
}

Result<api_glue::PutSchemaVersionMetadataOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::PutSchemaVersionMetadataInput& input) {
  FIRN_OK(CheckMetadata(input.metadata_key_value));
  const std::string& key = *input.metadata_key_value.metadata_key;
  const std::string& value = *input.metadata_key_value.metadata_value;

  FIRN_TRY(const auto version,
           glue.store.WriteReturning<SchemaVersionRecord>(
               [&](state::Transaction& transaction) -> Result<SchemaVersionRecord> {
                 FIRN_TRY(auto found, FindVersion(transaction, call,
                                                  {input.schema_id, input.schema_version_id,
                                                   input.schema_version_number}));
                 for (const MetadataEntry& entry : found.metadata) {
                   if (entry.key == key && entry.value == value) {
                     return api_glue::AlreadyExistsException(
                         "Resource already exist for schema version id: " + found.id +
                         ", metadata key: " + key + ", metadata value: " + value);
                   }
                 }
                 if (found.metadata.size() >= kMetadataMax) {
                   return api_glue::ResourceNumberLimitExceededException(
                       "Your resource limits for Schema Version Metadata have been exceeded.");
                 }
                 found.metadata.push_back({key, value, call.now});
                 SaveVersion(transaction, call, found);
                 return found;
               }));
  api_glue::PutSchemaVersionMetadataOutput output;
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
