// CreateDatabase: makes a database, a resource link to one, or in a federated catalog a namespace.

#include "services/glue/database_input.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/tags.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::CreateDatabaseInput& input) {
  authz::Needs needs =
      NeedsOn(call, input.catalog_id, "glue:CreateDatabase", "", "", "CREATE_DATABASE");
  for (auto& need : PlaceNeeds(call, input.catalog_id, "glue:CreateDatabase",
                               input.database_input.location_uri, {})) {
    needs.push_back(std::move(need));
  }
  if (input.tags && !input.tags->empty()) {
    needs.push_back({"glue:TagResource",
                     Arn::Of("glue", call.region, call.account,
                             "database/" + Lowercase(input.database_input.name))
                         .text(),
                     {},
                     {}});
  }
  return needs;
}

Result<api_glue::CreateDatabaseOutput> Handle(Glue& glue, const api::Call& call,
                                              const api_glue::CreateDatabaseInput& input) {
  FIRN_TRY(const CatalogRef ref, glue.Resolve(call, input.catalog_id));
  const std::string& name = input.database_input.name;
  if (ref.kind == CatalogRef::Kind::kMount) {
    return api_glue::InvalidInputException(
        "Databases are made in a table bucket's catalog: " + ref.id() + "/<bucket>");
  }
  if (ref.kind == CatalogRef::Kind::kBucket) {
    FIRN_OK(glue.FindCatalog(call, ref));
    auto made =
        glue.tables.CreateNamespace(glue.AsOwner(call, ref), {TableBucketArn(call, ref), {name}});
    if (!made && made.error().kind == Kind::kConflict) {
      return api_glue::AlreadyExistsException("Database already exists.");
    }
    if (!made) return FromFederation(std::move(made).error(), "Catalog not found");
    FIRN_OK(glue.TellCreated(call, LakeResourceOf(ref, name, "")));
    return api_glue::CreateDatabaseOutput{};
  }
  FIRN_OK(CheckDatabaseInput(input.database_input));
  FIRN_OK(CheckNewTags(input.tags));
  DatabaseRecord record;
  api_glue::Database& database = record.database;
  database.name = Lowercase(name);
  database.catalog_id = ref.account.text();
  Fill(input.database_input, database);
  database.target_database = input.database_input.target_database;
  database.create_time = call.now;
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = DatabaseKey(call, ref, database.name);
    if (transaction.Has(key)) return api_glue::AlreadyExistsException("Database already exists.");
    state::Save(transaction, key, record);
    SaveNewTags(transaction, call,
                Arn::Of("glue", call.region, ref.account, "database/" + database.name).text(),
                input.tags);
    return {};
  }));
  FIRN_OK(glue.TellCreated(call, LakeResourceOf(ref, name, "")));
  return api_glue::CreateDatabaseOutput{};
}

}  // namespace firn::services::glue
