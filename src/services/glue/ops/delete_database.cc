// DeleteDatabase: removes a database with its tables and functions, a link alone, or an empty
// namespace.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/table_state.h"
#include "services/glue/tags.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::DeleteDatabaseInput& input) {
  return NeedsOn(call, input.catalog_id, "glue:DeleteDatabase", input.name, "", "DROP");
}

Result<api_glue::DeleteDatabaseOutput> Handle(Glue& glue, const api::Call& call,
                                              const api_glue::DeleteDatabaseInput& input) {
  FIRN_TRY(const CatalogRef ref, glue.Resolve(call, input.catalog_id));
  if (ref.kind != CatalogRef::Kind::kDefault) {
    FIRN_OK(glue.FindDatabase(call, ref, input.name));
    auto dropped = glue.tables.DeleteNamespace(glue.AsOwner(call, ref),
                                               {TableBucketArn(call, ref), input.name});
    if (!dropped && dropped.error().kind == Kind::kConflict) {
      return api_glue::InvalidInputException("Database " + input.name + " is not empty.");
    }
    if (!dropped)
      return FromFederation(std::move(dropped).error(), "Database " + input.name + " not found.");
    return api_glue::DeleteDatabaseOutput{};
  }
  const std::string name = Lowercase(input.name);
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (!transaction.Erase(DatabaseKey(call, ref, name))) return NoDatabase(input.name);
    EraseContents(transaction, call, ref, name);
    transaction.Erase(
        TagsKey(call, Arn::Of("glue", call.region, ref.account, "database/" + name).text()));
    return {};
  }));
  FIRN_OK(glue.TellRemoved(call, LakeResourceOf(ref, name, "")));
  return api_glue::DeleteDatabaseOutput{};
}

}  // namespace firn::services::glue
