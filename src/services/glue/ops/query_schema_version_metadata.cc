// QuerySchemaVersionMetadata: the pairs of key and value of a version of a schema; of a key with
// several values the newest is first.

#include <algorithm>

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

bool Wanted(const api_glue::QuerySchemaVersionMetadataInput& input, const MetadataEntry& entry) {
  if (!input.metadata_list || input.metadata_list->empty()) return true;
  return std::any_of(input.metadata_list->begin(), input.metadata_list->end(),
                     [&](const auto& pair) {
                       return (!pair.metadata_key || *pair.metadata_key == entry.key) &&
                              (!pair.metadata_value || *pair.metadata_value == entry.value);
                     });
}

}  // namespace

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::QuerySchemaVersionMetadataInput& input) {
  return NeedsOnSchema(glue, call, "glue:QuerySchemaVersionMetadata",
                       {input.schema_id, input.schema_version_id, input.schema_version_number});
}

Result<api_glue::QuerySchemaVersionMetadataOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::QuerySchemaVersionMetadataInput& input) {
  FIRN_OK(PositionOf(input.next_token));
  FIRN_TRY(const auto version,
           FindVersion(glue.store.Read(), call,
                       {input.schema_id, input.schema_version_id, input.schema_version_number}));
  api_glue::QuerySchemaVersionMetadataOutput output;
  output.schema_version_id = version.id;
  auto& infos = output.metadata_info_map.emplace();
  for (auto entry = version.metadata.rbegin(); entry != version.metadata.rend(); ++entry) {
    if (!Wanted(input, *entry)) continue;
    auto [at, first] = infos.try_emplace(entry->key);
    if (first) {
      at->second.metadata_value = entry->value;
      at->second.created_time = FormatIso8601Millis(entry->created);
      continue;
    }
    if (!at->second.other_metadata_value_list) at->second.other_metadata_value_list.emplace();
    at->second.other_metadata_value_list->push_back(
        {entry->value, FormatIso8601Millis(entry->created)});
  }
  return output;
}

}  // namespace firn::services::glue
