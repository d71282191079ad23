// ListSchemaVersions: the versions of a schema, by number.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::ListSchemaVersionsInput& input) {
  return NeedsOnSchema(glue, call, "glue:ListSchemaVersions",
                       {input.schema_id, std::nullopt, std::nullopt});
}

Result<api_glue::ListSchemaVersionsOutput> Handle(Glue& glue, const api::Call& call,
                                                  const api_glue::ListSchemaVersionsInput& input) {
  const auto snapshot = glue.store.Read();
  FIRN_TRY(const SchemaRecord schema, FindSchema(snapshot, call, input.schema_id));
  const auto limit = static_cast<size_t>(input.max_results.value_or(25));
  FIRN_TRY(auto page, ListPage<SchemaVersionRecord>(snapshot, VersionsPrefix(call, schema),
                                                    input.next_token, limit));
  api_glue::ListSchemaVersionsOutput output;
  output.schemas.emplace();
  for (const auto& version : page.items) {
    auto& item = output.schemas->emplace_back();
    item.schema_arn = SchemaArn(call, schema);
    item.schema_version_id = version->id;
    item.version_number = version->number;
    item.status = version->status;
    item.created_time = FormatIso8601Millis(version->created);
  }
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::glue
