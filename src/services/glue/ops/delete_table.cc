// DeleteTable: removes a table, or a link alone.

#include "services/glue/tags.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call, const api_glue::DeleteTableInput& input) {
  return NeedsAlong(glue, call, input.catalog_id, "glue:DeleteTable", input.database_name, input.name, "DROP");
}

Result<api_glue::DeleteTableOutput> Handle(Glue& glue, const api::Call& call, const api_glue::DeleteTableInput& input) {
  FIRN_TRY(const CatalogRef ref, ParseCatalogId(call, input.catalog_id));
  FIRN_TRY(const auto located, glue.Locate(call, ref, input.database_name));
  if (located.catalog.kind != CatalogRef::Kind::kDefault) {
    api::s3tables::DeleteTableInput request;
    request.table_bucket_arn = TableBucketArn(call, located.catalog);
    request.namespace_ = located.database;
    request.name = input.name;
    auto dropped = glue.tables.DeleteTable(glue.AsOwner(call, located.catalog), request);
    if (!dropped) return FromFederation(std::move(dropped).error(), "Entity Not Found");
    return api_glue::DeleteTableOutput{};
  }
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (!transaction.Erase(TableKey(call, located.catalog, located.database, Lowercase(input.name)))) {
      return api_glue::EntityNotFoundException("Entity Not Found");
    }
    return {};
  }));
  FIRN_OK(glue.TellRemoved(call, LakeResourceOf(located.catalog, located.database, Lowercase(input.name))));
  return api_glue::DeleteTableOutput{};
}

}  // namespace firn::services::glue
