// GetDatabases: the databases of a catalog that the caller may see, by name; links show their
// targets' properties. Differs from AWS: databases that other accounts share are not listed.

#include "services/glue/glue.h"
#include "services/glue/limits.h"
#include "services/glue/links.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

Result<std::vector<std::string>> Names(const Glue& glue, const api::Call& call,
                                       const CatalogRef& ref) {
  std::vector<std::string> names;
  if (ref.kind == CatalogRef::Kind::kDefault) {
    FIRN_TRY(const auto page, state::List<DatabaseRecord>(glue.store.Read(),
                                                          DatabasePrefix(call, ref), "", SIZE_MAX));
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

bool IsShareType(const api_glue::GetDatabasesInput& input, const api_glue::Database& database) {
  return input.resource_share_type.value_or("") != "FEDERATED" ||
         database.federated_database.has_value();
}

// The attributes that the request asks for; all unless it names some. The name is always there.
api_glue::Database Chosen(const api_glue::GetDatabasesInput& input, api_glue::Database database) {
  if (!input.attributes_to_get || input.attributes_to_get->empty()) return database;
  api_glue::Database chosen;
  chosen.name = database.name;
  for (const std::string& attribute : *input.attributes_to_get) {
    if (attribute == "TARGET_DATABASE") chosen.target_database = database.target_database;
  }
  return chosen;
}

}  // namespace

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::GetDatabasesInput& input) {
  return NeedsOn(call, input.catalog_id, "glue:GetDatabases", "", "", "");
}

Result<api_glue::GetDatabasesOutput> Handle(Glue& glue, const api::Call& call,
                                            const api_glue::GetDatabasesInput& input) {
  FIRN_TRY(const CatalogRef ref, glue.Resolve(call, input.catalog_id));
  FIRN_TRY(const std::string after, PositionOf(input.next_token));
  FIRN_OK(glue.FindCatalog(call, ref));
  const auto limit = input.max_results ? static_cast<size_t>(*input.max_results) : kPageMax;
  api_glue::GetDatabasesOutput output;
  // Of databases in this catalog none is another account's.
  if (input.resource_share_type.value_or("") == "FOREIGN") return output;
  FIRN_TRY(const auto names, Names(glue, call, ref));
  for (const std::string& name : names) {
    if (name <= after || !MaySee(glue, call, ref, name, "")) continue;
    auto found = glue.FindDatabase(call, ref, name);
    // A database that went away since its name was read is not listed.
    if (!found && found.error().kind == Kind::kNotFound) continue;
    if (!found) return Fail(std::move(found).error());
    if (!IsShareType(input, *found)) continue;
    if (output.database_list.size() == limit) {
      output.next_token = TokenOf(output.database_list.back().name);
      break;
    }
    FIRN_TRY(auto shown, FollowDatabaseLink(glue, call, *std::move(found)));
    output.database_list.push_back(Chosen(input, std::move(shown)));
  }
  return output;
}

}  // namespace firn::services::glue
