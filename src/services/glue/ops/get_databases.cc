// GetDatabases: the databases of a catalog that the caller may see, by name.
// Differs from AWS: databases that other accounts share are not listed.

#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

Result<std::vector<std::string>> Names(const Glue& glue, const api::Call& call, const CatalogRef& ref) {
  std::vector<std::string> names;
  if (ref.kind == CatalogRef::Kind::kDefault) {
    FIRN_TRY(const auto page, state::List<DatabaseRecord>(glue.store.Read(), DatabasePrefix(call, ref), "", SIZE_MAX));
    for (const auto& item : page.items) names.push_back(item.value->database.name);
    return names;
  }
  if (ref.kind == CatalogRef::Kind::kMount) return names;
  api::s3tables::ListNamespacesInput input;
  input.table_bucket_arn = TableBucketArn(call, ref);
  while (true) {
    auto page = glue.tables.ListNamespaces(glue.AsOwner(call, ref), input);
    if (!page) return FromFederation(std::move(page).error(), "Catalog not found");
    for (const auto& space : page->namespaces) names.push_back(space.namespace_.front());
    if (!page->continuation_token) return names;
    input.continuation_token = std::move(page->continuation_token);
  }
}

}  // namespace

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::GetDatabasesInput& input) {
  return NeedsOn(call, input.catalog_id, "glue:GetDatabases", "", "", "");
}

Result<api_glue::GetDatabasesOutput> Handle(Glue& glue, const api::Call& call, const api_glue::GetDatabasesInput& input) {
  FIRN_TRY(const CatalogRef ref, ParseCatalogId(call, input.catalog_id));
  FIRN_TRY(const std::string after, PositionOf(input.next_token));
  FIRN_OK(glue.FindCatalog(call, ref));
  const auto limit = static_cast<size_t>(input.max_results.value_or(100));
  FIRN_TRY(const auto names, Names(glue, call, ref));
  api_glue::GetDatabasesOutput output;
  for (const std::string& name : names) {
    if (name <= after || !MaySee(glue, call, ref, name, "")) continue;
    if (output.database_list.size() == limit) {
      output.next_token = TokenOf(output.database_list.back().name);
      break;
    }
    auto database = glue.FindDatabase(call, ref, name);
    // A database that went away since its name was read is not listed.
    if (!database && database.error().kind == Kind::kNotFound) continue;
    if (!database) return Fail(std::move(database).error());
    output.database_list.push_back(*std::move(database));
  }
  return output;
}

}  // namespace firn::services::glue
