#include "services/glue/drop_table.h"

#include "services/glue/table_state.h"

namespace firn::services::glue {

Result<void> DropTable(Glue& glue, const api::Call& call, const Glue::Located& located,
                       const std::string& table) {
  if (located.catalog.kind != CatalogRef::Kind::kDefault) {
    api::s3tables::DeleteTableInput request;
    request.table_bucket_arn = TableBucketArn(call, located.catalog);
    request.namespace_ = located.database;
    request.name = table;
    auto dropped = glue.tables.DeleteTable(glue.AsOwner(call, located.catalog), request);
    if (!dropped) {
      return FromFederation(std::move(dropped).error(), "Table " + table + " not found.");
    }
    return {};
  }
  const std::string name = Lowercase(table);
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (!EraseTable(transaction, call, located.catalog, located.database, name)) {
      return NoTable(table);
    }
    return {};
  }));
  return glue.TellRemoved(call, LakeResourceOf(located.catalog, located.database, name));
}

}  // namespace firn::services::glue
